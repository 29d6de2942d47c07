/// What a fault proxy has done so far.
public struct ProxyCounters: Hashable, Sendable {
    /// Connections accepted, refused ones included.
    public internal(set) var connections = 0
    /// Connections reset at once.
    public internal(set) var refused = 0
    /// Connections that met a server behind that does not answer.
    public internal(set) var unreachable = 0
    /// Directions ended by a cut or a reset.
    public internal(set) var cut = 0
    /// Directions that have stalled.
    public internal(set) var stalled = 0
    /// Bytes forwarded from clients.
    public internal(set) var bytesToServer = 0
    /// Bytes forwarded to clients.
    public internal(set) var bytesToClient = 0
}
