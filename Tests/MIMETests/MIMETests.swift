import MIME
import Testing

@Test func readsTheHeadersAndTheTextOfASimpleMail() throws {
    let source =
        "From: =?utf-8?q?Ana_L=C3=B3pez?= <ana@example.test>\r\nTo: team: bob@example.test, c@example.test;\r\n"
        + "Subject: =?utf-8?b?w6HDqQ==?= folded\r\n line\r\nMessage-ID: <1@example.test>\r\n"
        + "Content-Type: text/plain; charset=iso-8859-1\r\n\r\ncaf\u{E9}".replacing("\u{E9}", with: "") + ""
    let mail = try MailParser().parse(Array(source.utf8) + [0xE9, 0x0D, 0x0A])
    #expect(mail.headers.subject == "áé folded line")
    #expect(mail.headers.from == [Mailbox(name: "Ana López", address: "ana@example.test")])
    #expect(mail.headers.to.map(\.address) == ["bob@example.test", "c@example.test"])
    #expect(mail.headers.messageID == "1@example.test")
    #expect(mail.text == "café\n")
}
