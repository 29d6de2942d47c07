import ArgumentParser
import Correspondence
import Foundation
import Operations
import Testing
import Timing

@testable import mosaic

@Suite struct ArgumentsTests {
    @Test(arguments: [
        ("2026-11-26T09:00:00Z", "2026-11-26T09:00:00.000Z"), ("2026-11-26T09:00:00+01:00", "2026-11-26T08:00:00.000Z"),
        ("2026-11-26T09:00:00.5-05:30", "2026-11-26T14:30:00.500Z"),
    ])
    func instantsAreReadWithTheirOffset(_ text: String, _ expected: String) {
        #expect(Instant(argument: text)?.timestamp.rfc3339 == expected)
    }

    @Test(arguments: [
        "", "tomorrow", "26.11.2026", "2026-02-30T00:00:00Z", "2026-11-26T09:00:00+25:00",
    ])
    func whatIsNoInstantIsRefused(_ text: String) {
        #expect(Instant(argument: text) == nil)
    }

    /// The machine's zone is not known here: what was read must show as it was written.
    @Test(arguments: ["2026-12-24T09:00", "2026-07-24 09:00", "2026-12-24"])
    func aTimeWithoutAZoneIsInTheZoneOfWhoWroteIt(_ text: String) throws {
        let shown = try #require(Instant(argument: text)).timestamp.shown
        #expect(shown.hasPrefix(text.replacing("T", with: " ")))
    }

    @Test(
        arguments: [(nil, false, 50), (nil, true, nil), ("0", false, nil), ("7", true, 7)] as [(String?, Bool, Int?)])
    func jsonIsWholeAndATableSaysHowMuchItLeavesOut(_ number: String?, _ isJSON: Bool, _ rows: Int?) throws {
        let limit = try ListLimit.parse(number.map { ["--limit", $0] } ?? [])
        #expect(limit.rows(asJSON: isJSON) == rows)
        let terminal = Terminal(hasColours: false)
        #expect(ListLimit.note(50, of: 70, terminal) == "\n\n50 of 70 are shown; --limit 0 shows all.")
        #expect(ListLimit.note(70, of: 70, terminal).isEmpty)
    }

    /// The version is the newest release of the changelog, and says whether anything was added since.
    @Test func theVersionIsThatOfTheChangelog() throws {
        let file = URL(filePath: #filePath).appending(path: "../../../../docs/CHANGELOG.md").standardized
        let headings = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter {
            $0.hasPrefix("## ")
        }
        let newest = try #require(headings.first { $0.dropFirst(3).first?.isNumber == true }).dropFirst(3).prefix(10)
        let isUnreleased = headings.first == "## Unreleased"
        #expect(Version.current == newest + (isUnreleased ? "+unreleased" : ""))
        #expect(Version.schema >= 4)
    }

    @Test func eachWayToReleaseAStepIsExplained() {
        let words = Mosaic.helpMessage(for: JobsCommand.Start.self).split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
        for line in [
            "send-all - every lead gets its mail", "send-selected - the selected ones alone", "draft-all - every mail",
            "draft-selected - the same", "draft-selected-send-rest - drafts for the selected ones",
        ] {
            #expect(words.contains(line), "\(line)")
        }
    }

    @Test(arguments: [("2h", 7_200), ("90", 90), ("3d", 259_200)])
    func spansReadLikeInTheSettings(_ text: String, _ seconds: Int) {
        #expect(Span(argument: text)?.duration == .seconds(seconds))
    }

    @Test(arguments: ["0", "-1", "x", ""])
    func idsArePositive(_ text: String) {
        #expect(ConversationID(argument: text) == nil)
    }

    @Test(arguments: [
        ("12", "conversation 12"), ("a@b.example", "a@b.example"), ("<a@b.example>", "<a@b.example>"),
        ("<odd id>", nil), ("<odd>", "<odd>"), ("word", nil), ("x=1$@b.example", "x=1$@b.example"),
    ])
    func aStoryIsAskedForByIDAddressOrMessageID(_ text: String, _ expected: String?) {
        #expect(ExplainSubject(argument: text)?.description == expected)
    }

    @Test(arguments: [
        ["followups", "reschedule", "3"],
        ["followups", "reschedule", "3", "--in", "2h", "--at", "2026-11-26T09:00:00Z"],
        ["replay"], ["replay", "file", "--from-history"], ["replay", "x", "--min-accuracy", "95"],
        ["logs", "--lines", "-1"], ["conversations", "--limit=-1"], ["handoffs", "list", "--limit", "x"],
        ["conversations", "correct", "3", "odd"], ["conversations", "confirm"], ["alerts", "add", "fax", "x"],
        ["desk", "--port", "x"], ["users", "add"],
        ["conversations", "list", "--state", "odd"], ["accounts", "state", "a@b.example", "loud"], ["nonsense"],
        ["leads", "import", "people.csv"], ["leads", "list", "--state", "odd"], ["campaigns", "start"],
        ["campaigns", "winner", "spring"],
        ["contacts", "export", "--plain", "--json"], ["contacts", "erase"],
        ["leads", "release"], ["leads", "skip", "x"], ["leads", "set", "17"], ["leads", "set", "17", "first_name"],
        ["jobs", "start", "spring"], ["jobs", "start", "spring", "--step", "intro", "--what", "odd"],
        ["leads", "skip"], ["leads", "skip", "17", "--all-of", "spring"], ["leads", "skip", "17", "--confirm"],
        ["leads", "reset", "--all-of", "spring", "--where", "company"], ["campaigns", "clone", "spring"],
        ["campaigns", "archive"], ["run", "--batch-size", "20"], ["run", "--once", "--batch-size", "0"],
        ["run", "--account", "odd"], ["explain"], ["explain", "3", "--lead", "17"], ["explain", "--lead", "x"],
        ["jobs", "cancel"], ["suppressions", "add", "odd"], ["suppressions", "remove", "a@b.example"],
        ["accounts", "connect", "yahoo", "a@b.example"], ["accounts", "connect", "google"],
        ["accounts", "limits", "reset"], ["accounts", "limits", "reset", "1"],
    ])
    func wrongUseIsTold(_ arguments: [String]) {
        #expect {
            _ = try Mosaic.parseAsRoot(arguments)
        } throws: { error in
            Mosaic.exitCode(for: error) == .validationFailure
        }
    }

    @Test func aReasonThatIsNoneIsNamedAsSuch() {
        #expect {
            _ = try Mosaic.parseAsRoot(["suppressions", "add", "a@b.example", "--reason", "because"])
        } throws: { error in
            let message = Mosaic.message(for: error)
            return message.contains("--reason") && message.contains("opt_out")
        }
    }

    @Test(arguments: [
        ["desk"], ["desk", "--port", "9000"], ["demo", "--desk"], ["users"], ["users", "add", "anna", "--admin"],
        ["users", "password", "anna"], ["users", "remove", "anna", "--json"], ["contacts", "bar", "a@b.example"],
        ["conversations", "decline", "3"], ["conversations", "correct", "3", "interested"],
        ["conversations", "confirm", "3"], ["alerts", "add", "mail", "ops@example.com"],
        ["conversations", "corrections", "--json"],
        ["run", "--dry-run"], ["run", "--once", "--campaign", "spring", "--batch-size", "20"],
        ["run", "--account", "a@b.example", "--account", "c@b.example"], ["accounts", "stats", "--json"],
        ["accounts", "stats", "a@b.example"], ["explain", "--campaign", "spring"], ["explain", "--lead", "17"],
        ["explain", "--account", "a@b.example", "--json"], ["campaigns", "archive", "spring", "--reason", "done"],
        ["campaigns", "reset", "spring"], ["campaigns", "clone", "spring", "summer", "--move-leads"],
        ["campaigns", "export", "spring"], ["leads", "due", "--campaign", "spring"], ["leads", "pause", "17"],
        ["leads", "reset", "17"], ["leads", "release", "--all-of", "spring"],
        [
            "leads", "skip", "--all-of", "spring", "--state", "held", "--where", "company_name=Acme", "--confirm",
        ], ["followups", "--json"], ["followups", "list", "--all"],
        ["conversations", "list", "--state", "with_person"],
        ["handoffs", "close", "5"], ["handoffs", "show", "5"], ["handoffs", "close", "a@b.example"],
        ["conversations", "resume", "a@b.example"], ["conversations", "decline", "a@b.example"],
        ["handoffs", "--limit", "0"], ["version"],
        ["accounts", "pause", "a@b.example", "--for", "2h"], ["accounts", "test"],
        ["accounts", "limits", "reset", "a@b.example", "c@b.example"],
        ["suppressions", "add", "a@b.example", "@agency.example", "--reason", "opt_out"],
        ["accounts", "connect", "google", "a@b.example", "--port", "8976"],
        ["accounts", "connect", "microsoft", "a@b.example", "--device"],
        ["db"], ["db", "migrate"], ["explain", "3", "--json"], ["classify", "-", "--subject", "Re: x", "--json"],
        ["read", "--jsonl"], ["replay", "x.jsonl", "--classifier", "groq", "--min-accuracy", "0.9"],
        ["replay", "--from-history"],
        ["logs", "--follow", "--level", "warning", "--account", "a@b.example"], ["demo", "--keep", "x"],
        ["doctor", "--json"], ["outreach"], ["texts"], ["texts", "--write", "texts"],
        ["outreach", "list", "--all", "--json"], ["outreach", "accept", "4"], ["outreach", "refuse", "4"], ["events"],
        ["events", "--json"], ["settings"], ["settings", "--env", "other.env", "--json"],
        ["contacts", "export"],
        ["contacts", "export", "--since", "2026-11-26T09:00:00Z", "--campaign", "spring", "--plain"],
        ["contacts", "erase", "a@b.example", "--dry-run"], ["contacts", "erase", "a@b.example", "--confirm", "--json"],
        ["campaigns"], ["campaigns", "init"],
        ["campaigns", "apply", "spring.yaml"], ["campaigns", "apply", "spring.yaml", "--show", "--json"],
        ["campaigns", "check", "spring", "--json"],
        ["campaigns", "pause", "spring", "--reason", "a typo"], ["campaigns", "progress", "spring"],
        ["campaigns", "winner", "spring", "--step", "intro", "--variant", "question"],
        ["leads", "import", "people.csv", "--campaign", "spring", "--map", "email=Kontakt", "--confirm"],
        ["leads", "--campaign", "spring", "--state", "needs_data"], ["leads", "show", "17"],
        ["leads", "release", "17"], ["leads", "skip", "17"], ["leads", "set", "17", "first_name=Ada", "--person", "2"],
        ["suppressions"], ["suppressions", "add", "a@b.example"], ["suppressions", "add", "@b.example", "--force"],
        ["suppressions", "remove", "@b.example"], ["suppressions", "import", "list.csv", "--force"],
        ["suppressions", "import", "-", "--reason", "opt_out"],
        ["jobs"], ["jobs", "list", "--campaign", "spring"], ["jobs", "show", "3", "--csv"], ["jobs", "cancel", "3"],
        [
            "jobs", "start", "spring", "--step", "intro", "--what", "draft-selected-send-rest", "--force", "--busy",
            "wait",
        ],
        ["templates", "check", "spring.yaml"], ["templates", "render", "17", "--step", "intro"],
    ])
    func theDocumentedWaysAreUnderstood(_ arguments: [String]) throws {
        _ = try Mosaic.parseAsRoot(arguments)
    }
}
