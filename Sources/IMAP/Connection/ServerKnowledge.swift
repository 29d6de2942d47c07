import Synchronization

/// The server's latest statements about itself; written on the event loop, read from anywhere.
final class ServerKnowledge: Sendable {
    private struct State {
        var capabilities: CapabilitySet?
        var acceptsUTF8 = false
    }

    private let state = Mutex(State())

    /// Nil when they must be asked for.
    var capabilities: CapabilitySet? { state.withLock { $0.capabilities } }
    var acceptsUTF8: Bool { state.withLock { $0.acceptsUTF8 } }

    func update(_ capabilities: CapabilitySet) { state.withLock { $0.capabilities = capabilities } }

    /// TLS or a login changed the peer: earlier statements no longer count.
    func forgetCapabilities() { state.withLock { $0.capabilities = nil } }

    func acceptUTF8() { state.withLock { $0.acceptsUTF8 = true } }
}
