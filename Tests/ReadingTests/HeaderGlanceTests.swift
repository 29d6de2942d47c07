import Correspondence
import Reading
import Testing

@Suite struct HeaderGlanceTests {
    private func glance(_ text: String) -> HeaderSummary { HeaderSummary(glancingAt: Array(text.utf8)) }

    @Test func namesWhoWroteAndWhatItAnswers() {
        let seen = glance(
            """
            Return-Path: <bounce@creators.example>
            FROM: =?utf-8?q?Zo=C3=AB?= <zoe@creators.example>
            To: "Team, the" <team@mosaic.test>, other@mosaic.test
            Subject: =?utf-8?q?Re=3A?= Hi
            message-id: <reply@creators.example>
            In-Reply-To: <outreach@mosaic.test>
            References: <first@mosaic.test>
             <outreach@mosaic.test>

            From: <somebody@else.example>

            """)
        #expect(seen.from?.address == EmailAddress("zoe@creators.example"))
        #expect(seen.to.map(\.address.text) == ["team@mosaic.test"])
        #expect(seen.subject == "=?utf-8?q?Re=3A?= Hi")
        #expect(seen.messageID == MessageID("reply@creators.example"))
        #expect(seen.inReplyTo == [MessageID("outreach@mosaic.test")])
        #expect(seen.references.map(\.text) == ["first@mosaic.test", "outreach@mosaic.test"])
        #expect(seen.date == nil)
    }

    @Test(arguments: [
        "From: zoe@creators.example", "From: <zoe@creators.example>", "From: zoe@creators.example (Zoe)",
        "From: <<zoe@creators.example>", "From: <nobody> , <zoe@creators.example>",
    ])
    func findsTheAddressHoweverItStands(_ line: String) {
        #expect(glance(line + "\r\n\r\n").from?.address == EmailAddress("zoe@creators.example"))
    }

    @Test(arguments: ["", "\r\n", "From", "From: >zoe@creators.example<", "no header at all", "\0\0\0", "<<<<>>>>: <"])
    func makesNothingUp(_ block: String) {
        let seen = glance(block)
        #expect(seen.from == nil && seen.messageID == nil && seen.inReplyTo.isEmpty && seen.references.isEmpty)
    }

    /// The same ids and addresses as the full reading, on mail that both can read.
    @Test func agreesWithTheFullReading() throws {
        let block = Array(
            """
            From: "Zoe" <zoe@creators.example>\r
            Reply-To: <agent@creators.example>\r
            Cc: <second@mosaic.test>\r
            Message-ID: <reply@creators.example>\r
            In-Reply-To: <outreach@mosaic.test>\r
            References: <a@mosaic.test> <b@mosaic.test>\r
            Subject: Re: Hi\r
            \r

            """.utf8)
        let seen = HeaderSummary(glancingAt: block)
        let read = try MailReader().readHeaders(block).summary
        #expect(seen.from?.address == read.from?.address)
        #expect(seen.replyTo?.address == read.replyTo?.address)
        #expect(seen.cc.map(\.address) == read.cc.map(\.address))
        #expect(seen.answers == read.answers)
        #expect(seen.messageID == read.messageID)
        #expect(seen.subject == read.subject)
    }

    /// Whoever fetches those fields alone learns the same: each is in the list, and none is read in the light of another.
    @Test func theNamedFieldsAreAllThatASummaryNeeds() throws {
        let fields = [
            "Received: by mx.mosaic.test; Tue, 5 May 2026 10:12:00 +0000",
            "From: =?utf-8?q?Zo=C3=AB?= <zoe@creators.example>",
            "Reply-To: <agent@creators.example>", "To: <team@mosaic.test>", "Cc: <second@mosaic.test>",
            "Bcc: <third@mosaic.test>", "Message-ID: <reply@creators.example>", "In-Reply-To: <outreach@mosaic.test>",
            "References: <a@mosaic.test> <b@mosaic.test>", "Subject: Gr\u{FC}\u{DF}e",
            "Date: Tue, 5 May 2026 10:12:00 +0000",
            "X-Mosaic-ID: <ours@mosaic.test>", "X-Microsoft-Original-Message-ID: <first@mosaic.test>",
            "X-Google-Original-Message-ID: <second@mosaic.test>", "Content-Type: text/plain; charset=iso-8859-1",
            "DKIM-Signature: v=1; a=rsa-sha256; d=creators.example",
        ]
        func summary(_ lines: [String]) throws -> HeaderSummary {
            try MailReader().readHeaders(Array((lines + ["", ""]).joined(separator: "\r\n").utf8)).summary
        }
        let needed = Set(HeaderSummary.fieldNames)
        let whole = try summary(fields)
        #expect(try summary(fields.filter { needed.contains(String($0.prefix { $0 != ":" })) }) == whole)
        for name in needed {
            let without = try summary(fields.filter { !$0.hasPrefix("\(name):") })
            #expect(without != whole, "\(name) is asked for and tells nothing")
        }
    }
}
