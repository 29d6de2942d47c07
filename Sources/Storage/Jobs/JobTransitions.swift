import Database
import Outreach

extension SQLSession {
    /// The only statement that writes `jobs.state`: the next state comes from the table of ``JobState/after(_:)``.
    ///
    /// - Returns: false where the event changes nothing.
    func moveJob(_ job: JobID, _ event: JobEvent, reason: String?) async throws -> Bool {
        let allowed = JobState.allCases.filter { $0.after(event) != nil }
        let instant: SQL = event == .begun ? "begun_at = \(SQL.now)" : "ended_at = \(SQL.now)"
        return try await execute(
            """
            UPDATE jobs SET state = \(raw: transitionCase(JobState.allCases, { $0.after(event)?.rawValue })),
                reason = \(reason?.storable), \(instant)
            WHERE id = \(job) AND state \(in: allowed)
            """) == 1
    }
}
