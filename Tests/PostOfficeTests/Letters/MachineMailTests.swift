import Testing
import Timing

@testable import PostOffice

@Suite struct MachineMailTests {
    let original = MailText(
        from: Person("Mila", "mila@shop.example"), to: [Person("Ada", "ada@creators.example")], subject: "Shoes",
        messageID: "first@shop.example", date: .tuesday, body: .plain("Would you like a pair?")
    ).bytes

    @Test func aBounceReportsTheRecipientAndTheStatus() throws {
        let bounce = MailText.bounce(
            of: original, to: "mila@shop.example", for: "ada@creators.example", status: "5.1.1",
            diagnostic: "550 5.1.1 no such user", messageID: "dsn@creators.example", date: .tuesday
        ).bytes
        let headers = MailHeaders(bounce)
        #expect(headers["Content-Type"]?.contains("report-type=delivery-status") == true)
        #expect(headers["X-Failed-Recipients"] == "ada@creators.example")
        #expect(headers["In-Reply-To"] == "<first@shop.example>")
        let text = bounce.text
        #expect(text.contains("Final-Recipient: rfc822; ada@creators.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"))
        #expect(text.contains("Content-Type: text/rfc822-headers\r\n"))
        #expect(text.contains("Message-ID: <first@shop.example>\r\n"))
        #expect(LetterReader(bounce).text.hasPrefix("Address not found"))
    }

    @Test func aTemporaryBounceIsADelay() {
        let bounce = MailText.bounce(
            of: original, to: "mila@shop.example", for: "ada@creators.example", status: "4.4.1", diagnostic: "timeout",
            messageID: "dsn@creators.example", date: .tuesday
        ).bytes.text
        #expect(bounce.contains("Action: delayed\r\n"))
        #expect(bounce.contains("(Delay)"))
    }

    @Test func anAbsenceNoticeMarksItselfAsAutomatic() {
        let notice = MailText.outOfOffice(
            to: original, from: Person("Ada", "ada@creators.example"), text: "Back on Monday.",
            messageID: "ooo@creators.example", date: .tuesday)
        let headers = MailHeaders(notice.bytes)
        #expect(headers["Auto-Submitted"] == "auto-replied")
        #expect(headers["Subject"] == "Automatic reply: Shoes")
        #expect(headers["To"] == "Mila <mila@shop.example>")
        #expect(headers["In-Reply-To"] == "<first@shop.example>")
    }

    @Test func aNewsletterHasListHeaders() {
        let mail = MailText.newsletter(
            from: Person("News", "news@list.example"), to: Person("", "mila@shop.example"),
            subject: "Five < ten & more",
            text: "Read <this>", messageID: "n@list.example", date: .tuesday)
        let headers = MailHeaders(mail.bytes)
        #expect(headers["List-Id"] == "<news.list.example>" && headers["Precedence"] == "bulk")
        #expect(mail.bytes.text.contains("<h1>Five &lt; ten &amp; more</h1><p>Read &lt;this&gt;</p>"))
    }
}
