import Correspondence
import Settings
import Storage

extension DatabaseCheck {
    /// How to see what counts as outreach before anything is sent.
    static let outreachPreview =
        "To see first what would count as outreach: `mosaic run --dry-run` reads Sent and sends nothing; `mosaic outreach` "
        + "then shows it, and `mosaic outreach refuse ID` says no."
    /// The number of groups shown as samples.
    private static let samples = 3

    /// Outreach decides who is answered at all, so it is shown for every account, with samples.
    func outreachFindings(in store: Store, _ settings: MosaicSettings) async throws -> [Finding] {
        let tallies = try await store.messages.outreachTallies()
        var findings: [Finding] = []
        for account in settings.accounts where account.inbox != nil {
            let name = "\(account.address) outreach"
            guard let tally = tallies.first(where: { $0.account == account.address }) else {
                findings.append(.warning(name, "no mail in Sent was read yet", do: Self.outreachPreview))
                continue
            }
            let groups = try await store.messages.outreachGroups(
                of: account.address, alsoSingle: false, limit: Self.samples)
            findings.append(Self.outreach(name, tally, groups.filter(\.counts), settings))
        }
        return findings
    }

    private static func outreach(
        _ name: String, _ tally: OutreachTally, _ groups: [OutreachGroupRecord], _ settings: MosaicSettings
    ) -> Finding {
        guard tally.rule == settings.outreach.description else {
            return .warning(
                name, "OUTREACH is \(settings.outreach); so far \(tally.sentence)",
                do: "Start `mosaic run`, which judges the mails anew; see mosaic outreach.")
        }
        guard tally.counting > 0 else {
            return .warning(
                name, tally.sentence,
                do: "So no reply is answered. See mosaic outreach --all, and say yes to a group or set OUTREACH.")
        }
        let samples = groups.map { $0.inShort.shownOnOneLine(limit: 100) }.joined(separator: ", ")
        let such = samples.isEmpty ? "" : ", such as \(samples)"
        return .ok(name, "\(tally.sentence)\(such). If one is none: mosaic outreach refuse ID")
    }
}
