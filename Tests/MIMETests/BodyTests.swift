import MIME
import Testing

private func parse(_ source: String, limits: MailLimits = .default) throws -> ParsedMail {
    try MailParser(limits: limits).parse(Array(source.utf8))
}

private func part(_ type: String, _ body: String, _ more: String = "") -> String {
    "--b\nContent-Type: \(type)\n\(more)\n\(body)\n"
}

private func multipart(_ subtype: String, _ parts: String...) -> String {
    "From: a@b.test\nContent-Type: multipart/\(subtype); boundary=b\n\n" + parts.joined() + "--b--\n"
}

@Test func prefersNeitherPartOfAnAlternative() throws {
    let mail = try parse(multipart("alternative", part("text/plain", "plain"), part("text/html", "<p>html</p>")))
    #expect(mail.text == "plain")
    #expect(mail.html == "<p>html</p>")
    #expect(mail.attachments.isEmpty)
}

@Test func joinsTheTextsAroundAnAttachment() throws {
    let mail = try parse(
        multipart(
            "mixed", part("text/plain", "before\n"),
            part(
                "image/png; name=\"a.png\"", "iVBORw0=",
                "Content-Transfer-Encoding: base64\nContent-Disposition: inline; filename=a.png\n"),
            part("text/plain", "after\n"),
            part(
                "text/plain; name=notes.txt", "file",
                "Content-Disposition: attachment; filename*=utf-8''n%C3%B6tes.txt\n")))
    #expect(mail.text == "before\n\nafter\n")
    #expect(mail.attachments.map(\.filename) == ["a.png", "nötes.txt"])
    #expect(mail.attachments.map(\.isInline) == [true, false])
}

@Test func aForwardedMailIsAnAttachmentWithHeaders() throws {
    let mail = try parse(
        multipart("mixed", part("text/plain", "see"), part("message/rfc822", "Subject: inner\nMessage-ID: <i@n>\n\nHi"))
    )
    #expect(mail.text == "see")
    let inner = try #require(mail.parts(of: "message/rfc822").first)
    guard case .message(let headers, let root) = inner.content else {
        Issue.record("no embedded mail")
        return
    }
    #expect(headers.subject == "inner")
    #expect(headers.messageID == "i@n")
    #expect(root.map { String(decoding: $0.data, as: UTF8.self) } == "Hi")
}

@Test func onlyTheFirstPartOfAReportIsForReading() throws {
    let mail = try parse(
        multipart(
            "report; report-type=delivery-status", part("text/plain", "Sorry"),
            part(
                "message/delivery-status",
                "Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@b\nAction: failed\n\nFinal-Recipient: rfc822; c@d\n"
            ),
            part("text/rfc822-headers", "Message-ID: <s@o>\nSubject: x\n")))
    #expect(mail.text?.hasPrefix("Sorry") == true)
    let groups = try #require(mail.parts(of: "message/delivery-status").first).fieldGroups
    #expect(groups.count == 3)
    #expect(groups[1].first("action") == "failed")
    #expect(mail.parts(of: "text/rfc822-headers").first?.fieldGroups.first?.first("Message-ID") == "<s@o>")
}

@Test(arguments: [
    ("utf-8", [0x63, 0xC3, 0xA9] as [UInt8], "cé"), ("iso-8859-1", [0xE9, 0x93], "é“"),
    ("us-ascii", [0xC3, 0xA9], "é"),
    ("us-ascii", [0xE9], "é"), ("windows-1251", [0xC4, 0xE0], "Да"), ("koi8-r", [0xE4, 0xC1], "Да"),
    ("shift_jis", [0x93, 0xFA, 0x96, 0x7B], "日本"), ("euc-kr", [0xC7, 0xD1], "한"), ("gb2312", [0xC4, 0xE3], "你"),
    ("big5", [0xA7, 0x41], "你"), ("iso-2022-jp", [0x1B, 0x24, 0x42, 0x46, 0x7C, 0x1B, 0x28, 0x42], "日"),
    ("no-such-charset", [0x61, 0xE9], "aé"), ("utf-8", [0x61, 0xFF, 0x62], "a\u{FFFD}b"),
    ("utf-8", [0x61, 0, 0x62], "ab"),
    ("\"utf-8\"", [0xEF, 0xBB, 0xBF, 0x61], "a"), ("windows-1256", [0xE3, 0xD1], "مر"),
])
func decodesCharacterSets(_ charset: String, _ bytes: [UInt8], _ text: String) throws {
    let source = Array("Content-Type: text/plain; charset=\(charset)\nContent-Transfer-Encoding: 8bit\n\n".utf8) + bytes
    #expect(try MailParser().parse(source).text == text)
}

@Test(arguments: [
    ("one \ntwo\nthree", false, "one two\nthree"), ("a \nb\n\nc \nd", false, "a b\n\nc d"),
    ("> q \n> r\nown", false, "> q r\nown"), (">q \n>> r\n", false, "> q \n>> r\n"), ("-- \nBob", false, "-- \nBob"),
    (" From me\n > x", false, "From me\n> x"), ("wo \nrd", true, "word"), ("text \n-- \nBob", false, "text \n-- \nBob"),
    ("", false, ""), ("\n\n", false, "\n\n"),
])
func unwrapsFlowedText(_ flowed: String, _ deletes: Bool, _ text: String) throws {
    let mail = try parse("Content-Type: text/plain; format=flowed\(deletes ? "; delsp=yes" : "")\n\n\(flowed)")
    #expect(mail.text == text)
}

@Test func decodesTransferEncodings() throws {
    #expect(try parse("Content-Transfer-Encoding: base64\n\nY2Fmw6k=\n").text == "café")
    #expect(try parse("Content-Transfer-Encoding: quoted-printable\n\ncaf=C3=A9 =\nbar\n").text == "café bar\n")
    #expect(try parse("Content-Transfer-Encoding: nonsense\n\ntext\n").text == "text\n")
}

@Test func readsWhatIsThereOfBrokenMail() throws {
    #expect(
        try parse("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nopen").text == "open")
    #expect(try parse("Content-Type: multipart/mixed\n\nno boundary").html == nil)
    #expect(try parse("Subject: only headers\n").headers.subject == "only headers")
    let untyped = try parse("Content-Type: \n\nhello")
    #expect(untyped.text == "hello")
    #expect(try parse("\n\nonly a body").headers.subject == nil)
}

@Test func cutsManyParts() throws {
    let parts = String(repeating: "--b\n\nx\n", count: 100_000)
    let mail = try parse("Content-Type: multipart/mixed; boundary=b\n\n" + parts)
    #expect(mail.defects.contains(.partsCut))
    #expect(mail.root.selfAndDescendants.count <= MailLimits.default.maxParts)
}

@Test(arguments: ["multipart/mixed; boundary=", "message/rfc822; x="]) func cutsDeepParts(_ type: String) throws {
    var source = ""
    for depth in 0..<3_000 {
        source += "Content-Type: \(type)\(depth)\n\n" + (type.hasPrefix("multipart") ? "--\(depth)\n" : "")
    }
    let mail = try parse(source)
    #expect(!mail.defects.isDisjoint(with: [.depthCut, .partsCut]))
}

@Test func cutsLongTexts() throws {
    let mail = try parse(
        "Subject: x\n\n" + String(repeating: "a", count: 5_000), limits: MailLimits(maxTextBytes: 1_000))
    #expect(mail.text?.utf8.count == 1_000)
    #expect(mail.defects.contains(.contentCut))
}

@Test func survivesACutAtEveryByte() throws {
    let source = Array(
        multipart(
            "mixed", part("text/plain; charset=utf-8; format=flowed", "é \n> q"),
            part("text/html", "<p>x&eacute;<blockquote>y"),
            part("message/rfc822", "Subject: =?utf-8?q?=C3=A9?=\n\nHi")
        ).utf8)
    for end in 1...source.count {
        let mail = try? MailParser().parse(Array(source[..<end]))
        if let html = mail?.html { #expect(HTMLText(html).text.utf8.count <= source.count) }
    }
}

private func base64Mail(_ lines: String...) throws -> String? {
    try parse("Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n" + lines.joined(separator: "\n") + "\n")
        .text
}

/// A mail that was encoded in parts: each has its own padding, and the last may take back what the first says.
@Test func nothingIsLostBehindAPadding() throws {
    #expect(try base64Mail("WWVz", "IQ==", "Tm8h") == "Yes!No!")
    #expect(try base64Mail("WWVzIQ==Tm8h") == "Yes!No!")
    #expect(try base64Mail("WWVz IQ =", "=", "", "Tm8h") == "Yes!No!")
}

/// A list that knows no base64 puts its footer below in clear.
@Test(arguments: ["___________", "-- ", "Our mailing list", "You get this because you asked for it."])
func whatIsNoBase64BehindAPaddingIsLeftOut(_ footer: String) throws {
    #expect(try base64Mail("WWVzIQ==", footer, "unsubscribe at https://list.example/") == "Yes!")
}
