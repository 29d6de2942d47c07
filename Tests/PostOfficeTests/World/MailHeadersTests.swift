import Testing
import Timing

@testable import PostOffice

@Suite struct MailHeadersTests {
    @Test func foldedFieldsAreUnfoldedAndNamesIgnoreCase() {
        let headers = MailHeaders("subject: one\n two\nX: y\n\nbody".mail)
        #expect(headers["Subject"] == "one two")
        #expect(headers["x"] == "y")
        #expect(headers["Body"] == nil)
    }

    @Test(arguments: [
        ("A: b\r\n\r\nbody", 8), ("A: b\n\nbody", 6), ("\r\nbody", 2), ("A: b\r\n", 6), ("no field at all", 15),
        ("", 0),
    ])
    func bodyBeginsAfterTheEmptyLine(message: String, start: Int) {
        #expect(MailHeaders(message.bytes).bodyStart == start)
    }

    @Test func messageIDsAreFoundAmongNoise() {
        let headers = MailHeaders("References: <a@b> junk <c@d>\n <> <unfinished\n\n".mail)
        #expect(headers.messageIDs(in: "References") == ["a@b", "c@d"])
        #expect(headers.messageIDs(in: "In-Reply-To") == [])
    }

    @Test func anyBytesAreReadWithoutTrapping() {
        var random = SplitMix64(state: 7)
        let alphabet = Array(":\r\n <>@ab\0ÿ".utf8)
        for _ in 0..<2_000 {
            let bytes = (0..<Int.random(in: 0..<60, using: &random)).map { _ in alphabet.randomElement(using: &random)!
            }
            let headers = MailHeaders(bytes)
            #expect(headers.bodyStart <= bytes.count)
            _ = headers.messageIDs(in: "a")
        }
    }
}
