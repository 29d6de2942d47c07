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

    /// Received on a Tuesday, 1 December; Saturdays and Sundays are held to Monday.
    @Test(
        arguments: [
            ("I am away and back on 12 January.", "2027-01-12"),
            ("I am out until the week of 11 January.", "2027-01-11"),
            ("I am out of the office from December 21 - January 2, 2027.", "2027-01-04"),
            ("I am on leave until 9 January 2027.", "2027-01-11"),
            ("Ich bin bis zur Woche vom 11. Januar nicht im Büro.", "2027-01-11"),
            ("Je suis absente jusqu'à la semaine du 11 janvier.", "2027-01-11"),
            ("Estaré fuera hasta la semana del 11 de enero.", "2027-01-11"),
            ("Sono assente fino alla settimana del 18 gennaio.", "2027-01-18"),
            ("Estou de férias até a semana de 11 de janeiro.", "2027-01-11"),
            ("Ik ben afwezig tot de week van 11 januari.", "2027-01-11"),
        ] as [(String, String?)])
    func aDayInWordsIsHeldToABusinessDay(_ notice: String, _ expected: String?) throws {
        let source = """
            From: creator@creators.example\r
            To: team@mosaic.test\r
            Subject: Away\r
            Auto-Submitted: auto-replied\r
            Content-Type: text/plain; charset=utf-8\r
            \r
            \(notice)\r

            """
        let received = try #require(Timestamp(rfc3339: "2026-12-01T10:00:00Z"))
        let mail = try MailReader().read(Array(source.utf8), receivedAt: received, ownAddresses: [])
        guard case .autoReply(let until)? = mail.machine?.kind else {
            Issue.record("\(String(describing: mail.machine))")
            return
        }
        #expect(until.map { String($0.rfc3339.prefix(10)) } == expected)
    }
}
