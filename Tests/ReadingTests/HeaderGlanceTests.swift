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
}
