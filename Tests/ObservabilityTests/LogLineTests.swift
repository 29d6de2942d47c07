import Logging
import Observability
import Testing
import Timing

@Suite struct LogLineTests {
    static func line(_ facts: Logger.Metadata, level: Logger.Level = .info) -> String {
        LogLine.text(at: Timestamp(secondsSince1970: 0), level: level, event: "reply.decided", facts: facts)
    }

    @Test func anEventIsOneLineWithItsFacts() {
        #expect(
            Self.line(["thread": "3", "protocol": "IMAP", "account": "a@b.test", "why": "two words"])
                == #"1970-01-01T00:00:00.000Z INFO    reply.decided protocol=IMAP account=a@b.test thread=3 why="two words""#
        )
        #expect(Self.line([:], level: .error).contains(" ERROR "))
    }

    @Test(arguments: ["a\nb", "a\r\nERROR forged", "a\u{1B}[31mred", "a\u{202E}b", "a\u{2028}b", "a\0b", "a\tb"])
    func nothingFromOutsideBreaksTheLine(value: String) {
        let line = Self.line(["subject": .string(value)])
        #expect(
            !line.unicodeScalars.contains {
                $0.value < 0x20 || $0.value == 0x7F || $0.value == 0x202E || $0.value == 0x2028
            })
    }

    @Test func valuesAreQuotedAndCut() {
        #expect(Self.line(["x": #"say "hi""#]).hasSuffix(#"x="say \"hi\"""#))
        #expect(Self.line(["x": ""]).hasSuffix(#"x="""#))
        #expect(Self.line(["x": .string(String(repeating: "a", count: 10_000))]).utf8.count < 600)
    }
}
