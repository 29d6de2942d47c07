import Synchronization

/// The server's latest statements about itself; written on the event loop, read from anywhere.
final class ServerKnowledge: Sendable {
    private struct State {
        var capabilities: CapabilitySet?
        var refused: Set<Capability> = []
        var acceptsUTF8 = false
    }

    private let state = Mutex(State())

    /// Nil when they must be asked for.
    var capabilities: CapabilitySet? { state.withLock { $0.capabilities?.without($0.refused) } }
    var acceptsUTF8: Bool { state.withLock { $0.acceptsUTF8 } }

    func update(_ capabilities: CapabilitySet) { state.withLock { $0.capabilities = capabilities } }

    /// TLS or a login changed the peer: earlier statements no longer count.
    func forgetCapabilities() { state.withLock { $0.capabilities = nil } }

    /// The server offers it and has answered BAD to its use, as behind a proxy that announces more than what stands behind it:
    /// from now on it counts as not offered.
    func distrust(_ capability: Capability) { state.withLock { _ = $0.refused.insert(capability) } }

    func acceptUTF8() { state.withLock { $0.acceptsUTF8 = true } }
}
