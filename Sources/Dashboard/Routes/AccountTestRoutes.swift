import Correspondence
import HTTPTypes
import Hummingbird
import Operations
import Storage
import Text

/// Tries the servers of one account, and shows what came of it in words.
struct AccountTestRoutes {
    let parts: DeskParts

    func add(to router: Router<DeskContext>) {
        router.post("/accounts/test") { request, context in
            let visitor = try context.user()
            let form = try await Form(request, visitor, patience: parts.options.patience)
            guard let account = EmailAddress(form["account"]) else {
                throw OperationFailure(.unusable, "Choose an account.")
            }
            return page(of: account, try await parts.test(account, as: visitor), visitor)
        }
    }

    private func page(of account: EmailAddress, _ findings: [Finding], _ visitor: Visitor) -> Response {
        let failed = findings.count { $0.verdict == .failed }
        let verdict =
            failed == 0
            ? "Everything that it needs works."
            : "\(failed.of("thing does", "things do")) not work: nothing was changed."
        let model: JSON = [
            "title": "Test of \(account)", "place": "/accounts", "account": account, "verdict": verdict,
            "is_good": failed == 0, "command": "mosaic accounts test \(account.text.shellWord)",
            "findings": findings.map { finding in
                finding.json.joined([
                    "is_ok": finding.verdict == .ok, "is_warning": finding.verdict == .warning,
                    "is_failed": finding.verdict == .failed, "advice": finding.advice,
                    "what": finding.name.dropPrefix("\(account) "),
                ])
            }.json,
        ]
        return parts.pages.response("account_test", model, for: visitor)
    }
}

extension DeskParts {
    /// - Throws: where this process does not know the account's servers.
    func test(_ account: EmailAddress, as visitor: Visitor) async throws -> [Finding] {
        guard let trial else {
            throw OperationFailure(
                .notReady, "The settings of this process have a fault, so no server can be tried: see mosaic doctor.")
        }
        return try await act(as: visitor) { try await $0.test(account, by: trial) }
    }
}

extension InterfaceRoute {
    static let accountTest = InterfaceRoute(
        method: .post, path: "/accounts/{id}/test",
        summary: "Logs in to an account's servers, and looks for Sent and Drafts. Sends and changes nothing.",
        command: "mosaic accounts test ADDRESS"
    ) { request, context, parts in
        let visitor = try context.user()
        _ = try await Form(request, visitor, patience: parts.options.patience)
        let id: AccountID = try context.key()
        guard let account = try await parts.store.accounts.all().first(where: { $0.id == id })?.address else {
            throw OperationFailure(.unknown, "There is no account \(id): see `mosaic accounts`.")
        }
        return try await parts.test(account, as: visitor).json
    }
}

extension String {
    fileprivate func dropPrefix(_ prefix: String) -> String {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self
    }
}
