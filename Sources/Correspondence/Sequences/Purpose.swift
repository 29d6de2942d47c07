/// What a mail is for. Caps, the decision table and `Auto-Submitted` depend on it.
package enum Purpose: String, CaseIterable, Sendable, Codable {
    /// Answers somebody who wrote to us.
    case answer
    /// Writes to somebody first, or reminds them of it.
    case outreach
}
