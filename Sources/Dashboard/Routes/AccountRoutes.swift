import Correspondence
import HTTPTypes
import Hummingbird
import Operations
import Storage
import Text
import Timing

/// Accounts: the state of each, what it may do, and pauses.
struct AccountRoutes {
    let parts: DeskParts

    func add(to router: Router<DeskContext>) {
        router.get("/accounts") { request, context in
            try await accounts(context, done: request.asked("done"))
        }
        router.post("/accounts/act") { request, context in
            let visitor = try context.user()
            let form = try await Form(request, visitor, patience: parts.options.patience)
            _ = try await parts.act(as: visitor) { try await Self.perform($0, form) }
            return Response.redirect(to: "/accounts?done=1")
        }
    }

    private func accounts(_ context: DeskContext, done: String?) async throws -> Response {
        let visitor = try context.user()
        let overview = try await AccountsOverview(of: parts.store, rules: parts.options.autonomy)
        let shown = parts.shown
        let permissions = try await visitor.isAdmin ? permissions() : [:]
        let sentences = ["connected": "Connected: a running Mosaic logs in with it within minutes."]
        let model: JSON = [
            "title": "Accounts", "place": "/accounts", "command": "mosaic accounts",
            "accounts": overview.accounts.map { account in
                shown.row(account, of: overview).joined([
                    "connection": permissions[account.address], "autonomy": earned(by: account, overview),
                    "can_test": parts.trial?.takes(account.address) ?? false,
                ])
            }.json,
            "has_accounts": !overview.accounts.isEmpty, "is_idle": overview.running.isEmpty,
            "stop": overview.stop.map { ["since": shown.time($0.since), "reason": $0.reason] as JSON },
            "done": done.map { sentences[$0] ?? "Done." },
        ]
        return parts.pages.response("accounts", model, for: visitor)
    }

    /// People's verdicts on it, and the state it may move up to.
    private func earned(by account: AccountRecord, _ overview: AccountsOverview) -> JSON? {
        let autonomy = overview.autonomy(of: account)
        if autonomy.agreed == 0, autonomy.disagreed == 0 { return nil }
        return [
            "agreed": autonomy.agreed, "agreements": overview.rules.agreements, "disagreed": autonomy.disagreed,
            "disagreements": overview.rules.disagreements, "offer": overview.offer(to: account)?.rawValue,
        ]
    }

    /// For accounts that log in by a permission: whether there is one.
    private func permissions() async throws -> [EmailAddress: JSON] {
        guard let connecting = parts.connecting else { return [:] }
        let grants: [EmailAddress: SealedGrant] = try await parts.store.tokens.all().reduce(into: [:]) {
            $0[$1.account] = $1
        }
        return try await parts.store.accounts.all().map(\.address).filter(connecting.takes).reduce(into: [:]) {
            let grant = grants[$1]
            $0[$1] =
                [
                    "is_connected": grant?.state == .live, "failure": grant?.failure,
                    "act": grant == nil ? "Connect" : "Connect anew",
                ] as JSON
        }
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
        case "reset-limit": return try await acts.resetLimits(of: [account])
        case "resume": return try await acts.resume(account)
        default: throw OperationFailure(.unusable, "There is no such act.")
        }
    }
}
