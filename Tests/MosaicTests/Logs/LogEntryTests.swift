import Correspondence
import Logging
import Observability
import Settings
import Testing
import Text
import Timing

@testable import mosaic

@Suite struct LogEntryTests {
    @Test func aLineOfOursIsTakenApart() throws {
        let line = LogLine.text(
            at: Timestamp(secondsSince1970: 1_795_000_000), level: .error, event: "watcher.failed",
            facts: ["protocol": "IMAP", "account": "a@b.example", "error": #"it said "no" = never"#])
        let entry = try #require(LogEntry(line))
        #expect(entry.at == "2026-11-18T11:06:40.000Z")
        #expect(entry.level == .error)
        #expect(entry.event == "watcher.failed")
        #expect(entry.json["facts"]?["account"] == .string("a@b.example"))
        #expect(entry.json["facts"]?["error"] == .string(#"it said "no" = never"#))
    }

    @Test(arguments: ["", "hello world", "2026-11-25T22:49:51.123Z NOISE x", "2026-11-25T22:49:51.123Z INFO"])
    func otherLinesAreNone(_ line: String) {
        #expect(LogEntry(line) == nil)
    }

    @Test(arguments: ["t INFO e a=\"never ends", "t INFO e =", "t INFO e a=b=c d", "t INFO e a=\"\\"])
    func brokenFactsDoNotTrap(_ line: String) {
        #expect(LogEntry(line)?.event == "e")
    }

    @Test(arguments: [
        (LogFilter(), true), (LogFilter(level: .warning), true), (LogFilter(level: .error), false),
        (LogFilter(account: "A@b.example"), true), (LogFilter(account: "b.example"), false),
        (LogFilter(account: "creator@c.example"), true), (LogFilter(account: "other@c.example"), false),
        (LogFilter(conversation: ConversationID(rawValue: 25)), true),
        (LogFilter(conversation: ConversationID(rawValue: 2)), false),
    ])
    func filtersLookAtLevelAddressAndConversation(_ filter: LogFilter, _ isAccepted: Bool) throws {
        let entry = try #require(
            LogEntry(
                "2026-11-25T22:49:51.123Z WARNING reply.odd account=a@b.example thread=25 contact=creator@c.example"))
        #expect(filter.accepts(entry) == isAccepted)
    }
}
