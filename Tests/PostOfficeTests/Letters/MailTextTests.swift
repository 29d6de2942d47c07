import Testing
import Timing

@testable import PostOffice

@Suite struct MailTextTests {
    static let ada = Person("Ada Test", "ada@creators.example")
    static let mila = Person("Mila", "mila@shop.example")

    static func mail(_ subject: String = "Hello", _ body: MailText.Body = .plain("Hi.")) -> MailText {
        MailText(from: ada, to: [mila], subject: subject, messageID: "one@creators.example", date: .tuesday, body: body)
    }

    @Test func aPlainMailIsWrittenOut() {
        #expect(
            Self.mail().bytes.text
                == """
                Date: Tue, 24 Nov 2026 10:05:00 +0000
                From: Ada Test <ada@creators.example>
                To: Mila <mila@shop.example>
                Subject: Hello
                Message-ID: <one@creators.example>
                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: 7bit

                Hi.

                """.replacing("\n", with: "\r\n"))
    }

    @Test(arguments: TransferEncoding.all) func textsSurviveEveryEncoding(encoding: TransferEncoding) {
        let texts = [
            "", "Ja, gerne!\nMöge es nützen: 100 % = gut \n\nkoniec", "trailing \t\nblanks ",
            String(repeating: "long=", count: 300),
            "日本語のとても長い行" + String(repeating: "あ", count: 200),
        ]
        for text in texts {
            let (name, bytes) = encoding.encode(text)
            let decoded = TransferEncoding.decode(bytes[...], named: name)
            #expect(decoded.text.replacing("\r\n", with: "\n") == text)
            #expect(bytes.allSatisfy { $0 < 128 })
            for line in bytes.split(separator: 10) where name != "7bit" { #expect(line.count <= 77) }
        }
    }

    @Test func headersAreEncodedAndFolded() throws {
        let subject = String(repeating: "Größe ", count: 30)
        let bytes = Self.mail(subject).bytes
        let lines = bytes.text.components
        #expect(lines.allSatisfy { $0.utf8.count <= 78 && $0.utf8.allSatisfy { $0 < 128 } })
        let value = try #require(MailHeaders(bytes)["Subject"])
        let words = value.split(separator: " ")
        #expect(words.allSatisfy { $0.hasPrefix("=?utf-8?B?") && $0.hasSuffix("?=") && $0.utf8.count <= 75 })
        let decoded = words.flatMap { Base64.decode($0.dropFirst(10).dropLast(2).utf8) ?? [] }
        #expect(decoded.text == subject)
    }

    @Test func aSubjectCannotSmuggleInAField() {
        let headers = MailHeaders(Self.mail("Hi\r\nBcc: x@y.test").bytes)
        #expect(headers["Bcc"] == nil)
        #expect(headers["Subject"] == "Hi Bcc: x@y.test")
    }

    @Test func fieldsAreSetReplacedAndRemoved() {
        var mail = Self.mail()
        mail["X-One"] = "1"
        mail["subject"] = "Other"
        mail["To"] = nil
        let headers = MailHeaders(mail.bytes)
        #expect(headers["X-One"] == "1" && headers["Subject"] == "Other" && headers["To"] == nil)
    }

    @Test(arguments: [
        ("Ada Test", "Ada Test <a@b.test>"), ("Test, Ada", "\"Test, Ada\" <a@b.test>"), ("", "a@b.test"),
        ("Zoë", "=?utf-8?B?Wm/Dqw==?= <a@b.test>"),
    ])
    func namesAreQuotedWhereTheyMustBe(name: String, value: String) {
        #expect(Person(name, "a@b.test").headerValue == value)
        #expect(Person(headerValue: value).address == "a@b.test")
    }

    @Test func theTextPartIsFoundInAlternatives() {
        let mail = Self.mail("Hi", .alternative(plain: "Grüße\n\nAda", html: "<p>Grüße</p>"))
        #expect(LetterReader(mail.bytes).text == "Grüße\n\nAda")
        #expect(LetterReader(Self.mail("Hi", .html("<p>x</p>")).bytes).text == "")
    }

    @Test func readingAnyBytesNeverTraps() {
        var random = SplitMix64(state: 3)
        let seed = Self.mail("Hi", .alternative(plain: "Grüße", html: "<p>x</p>")).bytes
        for _ in 0..<2_000 {
            var bytes = seed
            for _ in 0..<5 {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                bytes.removeSubrange(index..<min(bytes.count, index + Int.random(in: 1...9, using: &random)))
                bytes.insert(UInt8.random(in: 0...255, using: &random), at: min(index, bytes.count))
            }
            _ =
                WrittenReply(to: bytes, of: .tuesday, by: Self.ada, saying: "ok", style: .gmail)
                .mail(messageID: "x@y", date: .tuesday).bytes
        }
    }
}

extension TransferEncoding {
    static let all: [TransferEncoding] = [.automatic, .quotedPrintable, .base64]
}

extension String {
    /// Lines at CRLF.
    fileprivate var components: [String] {
        replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
}
