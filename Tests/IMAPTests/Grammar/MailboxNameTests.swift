import Testing

@testable import IMAP

@Suite struct MailboxNameTests {
    /// The first two are the examples of RFC 3501 section 5.1.3.
    @Test(arguments: [
        ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"), ("Entwürfe", "Entw&APw-rfe"), ("R&D", "R&-D"),
        ("", ""), ("&", "&-"), ("🙂", "&2D3eQg-"), ("ä", "&AOQ-"), ("ää", "&AOQA5A-"), ("äää", "&AOQA5ADk-"),
        ("a\r\nb", "a&AA0ACg-b"), ("plain ~ name", "plain ~ name"), ("ü-", "&APw--"),
    ])
    func modifiedUTF7GoesBothWays(_ text: String, _ encoded: String) {
        #expect(String(decoding: ModifiedUTF7.encode(text), as: UTF8.self) == encoded)
        #expect(ModifiedUTF7.decode(Array(encoded.utf8)) == text)
    }

    @Test(arguments: ["&", "&AOQ", "&AO-x", "&!-", "&2D0-", "é", "a\tb", "&A-", "&AOR-"])
    func whatIsNotModifiedUTF7IsNotDecoded(_ text: String) {
        #expect(ModifiedUTF7.decode(Array(text.utf8)) == nil)
    }

    @Test func everyScalarSurvives() {
        for value in stride(from: UInt32(1), to: 0x11_0000, by: 97) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = "a\(scalar)&\(scalar)"
            #expect(ModifiedUTF7.decode(ModifiedUTF7.encode(text)) == text)
        }
    }

    @Test(arguments: ["&bad", "raw \u{E9}", "&AGE-", "Sent", "R&-D", "&AOQ-"])
    func namesGoBackAsTheyCame(_ wire: String) {
        let name = MailboxName(received: Array(wire.utf8), utf8: false)
        #expect(String(decoding: name.wire(utf8: false), as: UTF8.self) == wire)
    }

    @Test func inboxIsTheSameInAnyCase() {
        #expect(MailboxName("inbox") == .inbox)
        #expect(MailboxName(received: Array("InBox".utf8), utf8: false) == .inbox)
        #expect(MailboxName("Inbox/x") != MailboxName("INBOX/x"))
    }

    @Test func markedMailboxesComeBeforeCustomaryNames() {
        let listings = [
            MailboxListing(name: "Sent", attributes: [], delimiter: "/"),
            MailboxListing(name: "[Gmail]/Gesendet", attributes: [MailboxAttribute("\\sent")], delimiter: "/"),
            MailboxListing(name: "Mail/Papierkorb", attributes: [], delimiter: "/"),
            MailboxListing(name: "Drafts", attributes: [.noSelect], delimiter: "/"),
        ]
        #expect(listings.mailbox(for: .sent)?.name == "[Gmail]/Gesendet")
        #expect(listings.mailbox(for: .trash)?.name == "Mail/Papierkorb")
        #expect(listings.mailbox(for: .drafts) == nil)
    }

    @Test(arguments: [
        "Itens Enviados", "Отправленные", "Надіслані", "Wysłane", "Gönderilmiş Öğeler", "INBOX/Skickat", "Sendt post",
        "Lähetetyt", "Odeslaná pošta", "送信済みアイテム", "已发送", "寄件備份", "보낸 편지함",
    ])
    func sentHasANameInManyLanguages(_ name: String) {
        let listings = [
            MailboxListing(name: "INBOX", attributes: [], delimiter: "/"),
            MailboxListing(name: MailboxName(name), attributes: [], delimiter: "/"),
        ]
        #expect(listings.mailbox(for: .sent)?.name == MailboxName(name))
    }
}
