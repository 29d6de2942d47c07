import Testing

@testable import Curl

struct SMTPReplyTests {
    @Test(arguments: [
        ("2.0.0 ok", EnhancedStatusCode(2, 0, 0)), ("5.7.999", EnhancedStatusCode(5, 7, 999)),
        ("4.123.1 x", EnhancedStatusCode(4, 123, 1)), ("3.0.0 x", nil), ("5.7", nil), ("5.7.1.2 x", nil), ("", nil),
        ("5.7.1000", nil), ("5..1", nil), ("x.y.z", nil), ("5.7.1x", nil), ("127.0.0.1 said", nil),
        ("5.99999999999999999999.1", nil),
    ])
    func enhancedCodeIsReadOrNotAtAll(line: String, code: EnhancedStatusCode?) {
        #expect(EnhancedStatusCode(beginning: line) == code)
    }

    @Test func enhancedCodeOfAnotherClassIsNotBelieved() {
        #expect(SMTPReply(code: 550, lines: ["2.0.0 ok"]).enhanced == nil)
        #expect(SMTPReply(code: 550, lines: ["5.1.1 no"]).enhanced == EnhancedStatusCode(5, 1, 1))
    }

    @Test func repliesAreTheSameHoweverTheyAreCut() throws {
        let stream = Array("220-a\r\n220 b\r\n250\n354 \r\n550-5.1.1 \u{7}x\r\n550-\r\n550 y\r\n".utf8)
        var whole = SMTPReplyParser()
        let expected = try whole.take(stream)
        #expect(expected.map(\.code) == [220, 250, 354, 550])
        #expect(expected[3].lines == ["5.1.1  x", "", "y"])
        for cut in stream.indices {
            var parser = SMTPReplyParser()
            #expect(try parser.take(stream[..<cut]) + parser.take(stream[cut...]) == expected)
        }
    }

    @Test(arguments: ["x\n", "25\n", "\n", "25a ok\n", "250_ok\n", "\u{ff}\n", "２５０ ok\n"])
    func whatIsNoReplyIsGarbled(text: String) {
        var parser = SMTPReplyParser()
        #expect(throws: SMTPReplyParser.Garbled.self) { try parser.take(Array(text.utf8)) }
    }

    @Test func endlessLineAndEndlessReplyAreRefused() {
        var parser = SMTPReplyParser()
        #expect(throws: SMTPReplyParser.Garbled.self) { try parser.take([UInt8](repeating: 0x32, count: 5000)) }
        var other = SMTPReplyParser()
        let lines = String(repeating: "250-x\r\n", count: 200)
        #expect(throws: SMTPReplyParser.Garbled.self) { try other.take(Array(lines.utf8)) }
    }

    @Test func randomBytesNeverTrap() {
        var seed: UInt64 = 42
        for _ in 0..<2000 {
            var parser = SMTPReplyParser()
            let bytes = (0..<64).map { _ -> UInt8 in
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Array("0123456789 -.\r\n\u{0}x".utf8)[Int(seed >> 40) % 17]
            }
            let replies = (try? parser.take(bytes)) ?? []  // garbled is fine, trapping is not
            #expect(replies.allSatisfy { (0...999).contains($0.code) })
        }
    }

    @Test func capabilitiesAreReadWithoutRegardToCase() {
        let reply = SMTPReply(code: 250, lines: ["SIZE 1", "size 99", "8bitmime", "SmtpUtf8", "AUTH PLAIN"])
        let capabilities = SMTPCapabilities(reply)
        #expect(capabilities.maxMessageBytes == 99)
        #expect(capabilities.offersEightBit && capabilities.offersUTF8 && capabilities.offersSize)
        for line in ["SIZE", "SIZE 0", "SIZE x", "SIZE -1", "SIZE 99999999999999999999999"] {
            #expect(SMTPCapabilities(SMTPReply(code: 250, lines: ["x", line])).maxMessageBytes == nil)
        }
    }
}
