import Correspondence
import Reading
import Testing
import Timing

struct AbsenceDateTests {
    /// A date that is no end of an absence would hold a conversation for ever.
    @Test(
        arguments: [
            ("2026-12-20T14:59:59Z", "2026-12-20T14:59:59.000Z"), ("2999-01-01T00:00:00Z", nil),
            ("1970-01-01T00:00:00Z", nil),
        ] as [(String, String?)])
    func whatAppleStatesIsBounded(_ stated: String, _ expected: String?) throws {
        let source = """
            From: creator@creators.example\r
            To: team@mosaic.test\r
            Subject: Away\r
            Auto-Submitted: auto-replied\r
            X-Apple-Criteria: {kind=VACATION,startDate=2026-12-01T00:00:00Z,endDate=\(stated)}\r
            \r
            I am away.\r

            """
        let received = try #require(Timestamp(rfc3339: "2026-12-01T10:00:00Z"))
        let mail = try MailReader().read(Array(source.utf8), receivedAt: received, ownAddresses: [])
        guard case .autoReply(let until)? = mail.machine?.kind else {
            Issue.record("\(String(describing: mail.machine))")
            return
        }
        #expect(until?.rfc3339 == expected)
    }
}
