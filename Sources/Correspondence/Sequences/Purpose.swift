/// Why a mail is written. Caps, the decision table, the gates and `Auto-Submitted` (RFC 3834) depend on it.
package enum Purpose: String, CaseIterable, Sendable, Codable {
    /// It answers somebody who wrote to us.
    case answer
    /// It writes to somebody first, or reminds them of that.
    case outreach
}
