/// A server's next action on a connection; steps are taken in order.
package enum WireStep: Hashable, Sendable {
    /// Writes these bytes.
    case send([UInt8])
    /// Waits this long before the next step.
    case pause(Duration)
    /// Closes the connection in the ordinary way, after everything sent so far.
    case close
    /// Closes it with a TCP reset, as a crashed peer does.
    case reset
    /// Takes no further step and keeps the connection open: a peer that has gone silent.
    case hold
}

/// One side of one connection as pure decisions: bytes in, steps out.
protocol WireConversation {
    /// The steps when the connection opens, such as a greeting.
    mutating func open() -> [WireStep]
    /// The steps after these bytes came, whatever their division.
    mutating func receive(_ bytes: [UInt8]) -> [WireStep]
    /// The steps after something changed in the world.
    mutating func worldChanged() -> [WireStep]
    /// The user whose mailboxes this conversation wants to hear about.
    var watchedUser: String? { get }
}

extension WireConversation {
    mutating func open() -> [WireStep] { [] }
    mutating func worldChanged() -> [WireStep] { [] }
    var watchedUser: String? { nil }
}
