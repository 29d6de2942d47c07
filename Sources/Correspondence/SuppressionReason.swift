/// Why no mail may go to a contact any more.
package enum SuppressionReason: String, CaseIterable, Sendable, Codable {
    /// The contact asked for it.
    case optOut = "opt_out"
    /// A bounce said that the address is dead.
    case hardBounce = "hard_bounce"
    /// A server refused the address when we sent.
    case rejected
    /// A person on our side.
    case manual
}
