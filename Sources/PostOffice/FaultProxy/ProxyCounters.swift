/// The counts of a fault proxy so far.
package struct ProxyCounters: Hashable, Sendable {
    /// Connections accepted, refused ones included.
    package internal(set) var connections = 0
    /// Connections reset at once.
    package internal(set) var refused = 0
    /// Connections for which the server behind the proxy did not answer.
    package internal(set) var unreachable = 0
    /// Directions ended by a cut or a reset.
    package internal(set) var cut = 0
    /// Directions that have stalled.
    package internal(set) var stalled = 0
    /// Bytes forwarded from clients.
    package internal(set) var bytesToServer = 0
    /// Bytes forwarded to clients.
    package internal(set) var bytesToClient = 0
}
