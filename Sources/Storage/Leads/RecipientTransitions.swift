import Database
import Outreach

extension SQLSession {
    /// The only statement that writes `lead_recipients.status`: the next status comes from the table of
    /// ``RecipientStatus/after(_:hasMail:)``. Recipients that the event does not change are left alone.
    ///
    /// - Parameters:
    ///   - recipients: a condition on `lead_recipients`.
    ///   - others: further assignments, each with a comma before it.
    func moveRecipients(_ recipients: SQL, _ event: RecipientEvent, _ others: SQL = "") async throws {
        try await write(
            """
            UPDATE lead_recipients SET status = \(RecipientStatus.sql(after: event)) \(others)
            WHERE (\(recipients)) AND status \(in: RecipientStatus.changed(by: event))
            """)
    }
}

extension RecipientStatus {
    /// `CASE … END`, the status after the event.
    fileprivate static func sql(after event: RecipientEvent) -> SQL {
        let fresh = transitionCase(allCases, of: "status") { $0.after(event, hasMail: false)?.rawValue }
        let written = transitionCase(allCases, of: "status") { $0.after(event, hasMail: true)?.rawValue }
        if fresh == written { return SQL(raw: fresh) }
        return "CASE WHEN last_step_id IS NULL THEN \(raw: fresh) ELSE \(raw: written) END"
    }

    fileprivate static func changed(by event: RecipientEvent) -> [RecipientStatus] {
        allCases.filter { status in [false, true].contains { status.after(event, hasMail: $0) != nil } }
    }
}
