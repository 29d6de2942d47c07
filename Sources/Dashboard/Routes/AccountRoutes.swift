import Correspondence
import HTTPTypes
import Hummingbird
import Operations
import Storage
import Text
import Timing

/// Accounts: how each is, what it may do, and pauses.
struct AccountRoutes {
    let parts: DeskParts

    func add(to router: Router<DeskContext>) {
        router.get("/accounts") { request, context in
            try await accounts(context, isDone: request.uri.queryParameters["done"] != nil)
        }
        router.post("/accounts/act") { request, context in
            let visitor = try context.user()
            let form = try await Form(request, visitor, patience: parts.options.patience)
            _ = try await parts.act(as: visitor) { try await Self.perform($0, form) }
            return Response.redirect(to: "/accounts?done=1")
        }
    }

    private func accounts(_ context: DeskContext, isDone: Bool) async throws -> Response {
        let overview = try await AccountsOverview(of: parts.store)
        let shown = parts.shown
        let done: String? = isDone ? "Done." : nil
        let model: JSON = [
            "title": "Accounts", "place": "/accounts", "command": "mosaic accounts",
            "accounts": overview.accounts.map { shown.row($0, sent: overview.sent(from: $0.address)) }.json,
            "has_accounts": !overview.accounts.isEmpty,
            "stop": overview.stop.map { ["since": shown.time($0.since), "reason": $0.reason] as JSON },
            "done": done,
        ]
        return parts.pages.response("accounts", model, for: try context.user())
    }

    private static func perform(_ acts: Interventions, _ form: Form) async throws -> Acknowledgement {
        switch form["act"] {
        case "stop": return try await acts.stopSending(reason: "a person stopped it at the desk")
        case "go-on": return try await acts.resumeSending()
        default: break
        }
        guard let account = EmailAddress(form["account"]) else {
            throw OperationFailure(.unusable, "Choose an account.")
        }
        switch form["act"] {
        case "state":
            guard let state = AccountState(rawValue: form["state"]) else {
                throw OperationFailure(.unusable, "Choose what the account may do.")
            }
            return try await acts.setState(state, of: account)
        case "pause":
            guard let hours = Int(form["hours"]), (1...720).contains(hours) else {
                throw OperationFailure(.unusable, "A pause lasts 1 to 720 hours.")
            }
            return try await acts.pause(account, for: .seconds(hours * 3_600))
        case "resume": return try await acts.resume(account)
        default: throw OperationFailure(.unusable, "There is no such act.")
        }
    }
}
