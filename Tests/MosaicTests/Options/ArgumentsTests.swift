import ArgumentParser
import Correspondence
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
        "", "tomorrow", "2026-11-26", "2026-02-30T00:00:00Z", "2026-11-26T09:00:00+25:00", "2026-11-26T09:00:00",
    ])
    func whatIsNoInstantIsRefused(_ text: String) {
        #expect(Instant(argument: text) == nil)
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
        ["logs", "--lines", "-1"],
        ["conversations", "correct", "3", "odd"], ["desk", "--port", "x"], ["users", "add"],
        ["conversations", "list", "--state", "odd"], ["accounts", "state", "a@b.example", "loud"], ["nonsense"],
        ["leads", "import", "people.csv"], ["leads", "list", "--state", "odd"], ["campaigns", "start"],
    ])
    func wrongUseIsTold(_ arguments: [String]) {
        #expect {
            _ = try Mosaic.parseAsRoot(arguments)
        } throws: { error in
            Mosaic.exitCode(for: error) == .validationFailure
        }
    }

    @Test(arguments: [
        ["desk"], ["desk", "--port", "9000"], ["demo", "--desk"], ["users"], ["users", "add", "anna", "--admin"],
        ["users", "password", "anna"], ["users", "remove", "anna", "--json"], ["contacts", "bar", "a@b.example"],
        ["conversations", "decline", "3"], ["conversations", "correct", "3", "interested"],
        ["conversations", "corrections", "--json"],
        ["run", "--dry-run"], ["followups", "--json"], ["followups", "list", "--all"],
        ["conversations", "list", "--state", "with_person"],
        ["handoffs", "close", "5"], ["accounts", "pause", "a@b.example", "--for", "2h"], ["accounts", "test"],
        ["db"], ["db", "migrate"], ["explain", "3", "--json"], ["classify", "-", "--subject", "Re: x", "--json"],
        ["read", "--jsonl"], ["replay", "x.jsonl", "--classifier", "groq", "--min-accuracy", "0.9"],
        ["replay", "--from-history"],
        ["logs", "--follow", "--level", "warning", "--account", "a@b.example"], ["demo", "--keep", "x"],
        ["doctor", "--json"], ["outreach"], ["texts"], ["texts", "--write", "texts"],
        ["outreach", "list", "--all", "--json"], ["outreach", "accept", "4"], ["outreach", "refuse", "4"], ["events"],
        ["events", "--json"],
        ["campaigns"], ["campaigns", "init"],
        ["campaigns", "apply", "spring.yaml"], ["campaigns", "check", "spring", "--json"],
        ["campaigns", "pause", "spring", "--reason", "a typo"], ["campaigns", "progress", "spring"],
        ["leads", "import", "people.csv", "--campaign", "spring", "--map", "email=Kontakt", "--confirm"],
        ["leads", "--campaign", "spring", "--state", "needs_data"], ["leads", "show", "17"],
        ["templates", "check", "spring.yaml"], ["templates", "render", "17", "--step", "intro"],
    ])
    func theDocumentedWaysAreUnderstood(_ arguments: [String]) throws {
        _ = try Mosaic.parseAsRoot(arguments)
    }
}
