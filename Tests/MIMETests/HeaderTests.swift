import MIME
import Testing

private func headers(_ block: String) throws -> MailHeaders {
    try MailParser().parseHeaders(Array(block.utf8))
}

@Test func unfoldsAndKeepsTheOrderOfFields() throws {
    let fields = try headers("Received: a\r\n\tb\r\n  c\r\nSubject: x\r\nRECEIVED: d\r\n\r\nbody: no\r\n").fields
    #expect(fields.map(\.name) == ["Received", "Subject", "RECEIVED"])
    #expect(fields.all("received") == ["a b c", "d"])
    #expect(fields.first("subject") == "x")
    #expect(!fields.contains("body"))
}

@Test(arguments: [
    "Subject: a\nTo: b", "Subject: a\rTo: b", "Subject: a\r\nTo: b\r\n\r\n", "\r\n\r\nSubject: a\nTo: b\n",
])
func acceptsAnyLineEnds(_ block: String) throws {
    let fields = try headers(block).fields
    #expect(fields.first("Subject") == "a")
    #expect(fields.first("To") == "b")
}

@Test func passesOverAnMboxLineAndStrayLines() throws {
    let mail = try MailParser().parse(Array("From bob Tue May  5\nSubject : a\nnot a field\nTo: b@c.test\n\nHi".utf8))
    #expect(mail.headers.subject == "a")
    #expect(mail.headers.to == [Mailbox(name: nil, address: "b@c.test")])
    #expect(mail.defects.contains(.strayHeaderLine))
}

@Test(arguments: [
    ("=?utf-8?q?caf=C3=A9?=", "café"), ("=?UTF-8?B?Y2Fmw6k=?= =?UTF-8?B?IQ==?=", "café!"),
    ("=?iso-8859-1?Q?caf=E9_bar?=", "café bar"), ("=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "日本"),
    ("=?utf-8?q?broken", "=?utf-8?q?broken"), ("=?nonsense?q?abc?=", "abc"),
    ("=?utf-8?b?w6k=?= =?utf-8?q?=C3?= =?utf-8?q?=A9?=", "éé"), ("a =?utf-8*en?q?b_c?= d", "a b c d"),
    ("=?utf-8?x?abc?=", "=?utf-8?x?abc?="), ("plain", "plain"), ("", ""),
    ("Re: =?utf-8?q?=F0=9F=91=8D?= ok", "Re: 👍 ok"),
])
func decodesEncodedWords(_ raw: String, _ decoded: String) throws {
    let subject = try headers("X: y\nSubject: \(raw)\n").subject
    #expect(subject == decoded)
}

@Test func decodesUndeclaredBytes() throws {
    let utf8 = try MailParser().parseHeaders(Array("Subject: caf".utf8) + [0xC3, 0xA9])
    let latin = try MailParser().parseHeaders(Array("Subject: caf".utf8) + [0xE9])
    #expect(utf8.subject == "café")
    #expect(latin.subject == "café")
}

@Test(arguments: [
    ("Ann Lee <ann@ours.test>", [Mailbox(name: "Ann Lee", address: "ann@ours.test")]),
    ("ann@ours.test (Ann)", [Mailbox(name: "Ann", address: "ann@ours.test")]),
    (
        "\"Lee, Ann\" <ann@ours.test>, bob@b.test",
        [
            Mailbox(name: "Lee, Ann", address: "ann@ours.test"), Mailbox(name: nil, address: "bob@b.test"),
        ]
    ),
    (
        "team: a@b.test, c@d.test;, e@f.test",
        [
            Mailbox(name: nil, address: "a@b.test"), Mailbox(name: nil, address: "c@d.test"),
            Mailbox(name: nil, address: "e@f.test"),
        ]
    ),
    ("=?utf-8?q?Jos=C3=A9?= <jose@b.test>", [Mailbox(name: "José", address: "jose@b.test")]),
    ("undisclosed-recipients:;", []), ("MAILER-DAEMON", [Mailbox(name: nil, address: "MAILER-DAEMON")]),
])
func readsAddressLists(_ raw: String, _ mailboxes: [Mailbox]) throws {
    #expect(try headers("To: \(raw)\n").to == mailboxes)
}

@Test(arguments: [
    ("Tue, 05 May 2026 10:12:33 +0200", 1_777_968_753), ("5 May 2026 08:12:33 GMT", 1_777_968_753),
    ("Tue, 5 May 26 08:12:33 +0000 (UTC)", 1_777_968_753),
])
func readsDates(_ raw: String, _ seconds: Int64) throws {
    #expect(try headers("Date: \(raw)\n").date == seconds)
}

@Test(arguments: ["", "yesterday", "Tue, 99 May 2026 99:99:99 +9999", "\u{0}"])
func wrongDatesAreNone(_ raw: String) throws {
    let date = try headers("X: y\nDate: \(raw)\n").date
    #expect(date == nil || raw.contains("99"))
}

@Test func readsMessageIDs() throws {
    let read = try headers(
        "Message-ID: <a@b>\nIn-Reply-To: Your mail of Tuesday <c@d>\nReferences: <e@f>\n <g\n @h>\n<i@j>x<k@l>\n")
    #expect(read.messageID == "a@b")
    #expect(read.inReplyTo == ["c@d"])
    #expect(read.references == ["e@f", "g@h", "k@l"] || read.references == ["e@f", "g@h"])
    #expect(try headers("Message-ID: a@b\n").messageID == "a@b")
    #expect(try headers("Message-ID: \n").messageID == nil)
}

@Test func keepsTheFirstAndTheNewestOfManyReferences() throws {
    let many = (0..<5_000).map { "<\($0)@x>" }.joined(separator: " ")
    let references = try headers("References: \(many)\n").references
    #expect(references.count == 200)
    #expect(references.first == "0@x")
    #expect(references.last == "4999@x")
}

@Test func refusesWhatHoldsNothing() {
    #expect(throws: MailError.empty) { try MailParser().parseHeaders([]) }
    #expect(throws: MailError.unreadable) { try MailParser().parseHeaders(Array("nothing".utf8)) }
    #expect(throws: MailError.tooLarge(bytes: 11, limit: 10)) {
        try MailParser(limits: MailLimits(maxBytes: 10)).parse(Array(repeating: 65, count: 11))
    }
}

/// RFC 2047 forbids it, and some libraries do it.
@Test func idsInEncodedWordsAreRead() throws {
    let ids = try headers("In-Reply-To: =?utf-8?q?=3Coutreach-1=40brand=2Eexample=3E?=\r\n").inReplyTo
    #expect(ids == ["outreach-1@brand.example"])
}
