/// A command of the tool that Mosaic takes over from, and its counterpart here, so that old notes and crontabs keep their meaning.
enum FormerCommand: Equatable {
    /// The arguments by which it is called now.
    case renamed([String])
    /// It has no counterpart; a sentence names the nearest one.
    case gone(String)

    /// - Parameter arguments: without the name of the program.
    /// - Returns: nil when the first of them is no former command.
    static func of(_ arguments: [String]) -> FormerCommand? {
        guard let name = arguments.first else { return nil }
        if let sentence = gone[name] { return .gone("`\(name)` \(sentence)") }
        guard let now = renamed[name] else { return nil }
        var rest: [String] = []
        var isLead = false
        for argument in arguments.dropFirst() {
            // A lead tells its campaign.
            if argument == "--lead-id" {
                rest.removeAll { !$0.hasPrefix("-") }
                isLead = true
                continue
            }
            if argument == "--verbose" { continue }
            if isLead || !argument.hasPrefix("-") {
                rest.append(argument)
            } else {
                rest += renamedOption(argument)
            }
        }
        return .renamed(now + rest)
    }

    /// Also as `--campaign-id=7`.
    private static func renamedOption(_ argument: String) -> [String] {
        let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
        guard let name = options[parts[0]] else { return [argument] }
        return [name] + parts.dropFirst()
    }

    private static let renamed: [String: [String]] = [
        "run-dispatcher": ["run", "--once"], "show-lead-details": ["leads", "show"],
        "show-due-leads": ["leads", "due"],
        "reset-lead-progress": ["leads", "reset"], "list-campaigns": ["campaigns", "list"],
        "show-campaign": ["campaigns", "show"], "list-accounts": ["accounts", "list"],
        "debug-template": ["templates", "render"], "test-smtp": ["accounts", "test"],
        "reset-campaign-progress": ["campaigns", "reset"], "show-account-stats": ["accounts", "stats"],
        "show-campaign-progress": ["campaigns", "progress"],
        "reset-account-limits": ["accounts", "limits", "reset"],
    ]

    private static let options = ["--campaign-id": "--campaign", "--account-filter": "--account"]

    private static let gone = [
        "update-lead-statuses":
            "is not needed: states follow from the mails and the answers. `mosaic campaigns progress NAME` counts them.",
        "bulk-update-status":
            "is `mosaic leads pause`, `release`, `skip` or `reset` with --all-of NAME now; no state is set by hand.",
    ]
}
