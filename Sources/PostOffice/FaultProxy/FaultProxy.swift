package import NIOCore
import NIOPosix
import Synchronization

/// A TCP proxy on loopback that forwards to a port of 127.0.0.1 and disturbs connections by rule.
package final class FaultProxy: Sendable {
    private let listener: LoopbackListener
    private let rules: ProxyRules

    private init(listener: LoopbackListener, rules: ProxyRules) {
        self.listener = listener
        self.rules = rules
    }

    /// Opens a proxy on a free port.
    ///
    /// - Parameter fault: what to do to a connection, by its number from 0. It runs on an event loop and must not wait.
    package static func open(
        to port: Int, on group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
        fault: @escaping @Sendable (Int) -> ConnectionFault = { _ in .none }
    ) async throws(PostOfficeError) -> FaultProxy {
        let rules = ProxyRules(fault: fault)
        let listener = try await LoopbackListener.open(on: group) { channel, number in
            let link = ProxyLink(port: port, fault: rules.fault(number), rules: rules)
            try channel.pipeline.syncOperations.addHandler(ProxySide(rules: rules, direction: .toServer, link: link))
        }
        return FaultProxy(listener: listener, rules: rules)
    }

    /// The port to connect to instead of the server's.
    package var port: Int { listener.port }

    package var counters: ProxyCounters { rules.counters }

    /// Changes the treatment of connections accepted from now on.
    package func setFault(_ fault: @escaping @Sendable (Int) -> ConnectionFault) { rules.setFault(fault) }

    /// Stops forwarding on every connection, open or to come, with the sockets left open: the network has gone dark.
    package func goDark() { rules.setDark(true) }

    /// Forwards again; what came in the dark is forwarded too, as after retransmission.
    package func lighten() { rules.setDark(false) }

    /// Closes every open connection.
    package func dropConnections() async { await listener.dropConnections() }

    /// Stops listening and closes every connection.
    package func close() async { await listener.close() }
}

/// The rules and counters all connections of a proxy share.
final class ProxyRules: Sendable {
    private struct State {
        var fault: @Sendable (Int) -> ConnectionFault
        var counters = ProxyCounters()
        var isDark = false
        var wakes: [ObjectIdentifier: @Sendable () -> Void] = [:]
    }

    private let state: Mutex<State>

    init(fault: @escaping @Sendable (Int) -> ConnectionFault) { state = Mutex(State(fault: fault)) }

    var counters: ProxyCounters { state.withLock { $0.counters } }
    var isDark: Bool { state.withLock { $0.isDark } }

    func fault(_ number: Int) -> ConnectionFault { state.withLock { $0.fault }(number) }

    func setFault(_ fault: @escaping @Sendable (Int) -> ConnectionFault) { state.withLock { $0.fault = fault } }

    func count(_ body: (inout ProxyCounters) -> Void) { state.withLock { body(&$0.counters) } }

    func setDark(_ isDark: Bool) {
        let wakes = state.withLock { state in
            state.isDark = isDark
            return isDark ? [] : Array(state.wakes.values)
        }
        for wake in wakes { wake() }
    }

    /// Calls `wake` whenever it gets light, until `forget`.
    func remember(_ channel: any Channel, wake: @escaping @Sendable () -> Void) {
        state.withLock { $0.wakes[ObjectIdentifier(channel)] = wake }
    }

    func forget(_ channel: any Channel) {
        state.withLock { $0.wakes[ObjectIdentifier(channel)] = nil }
    }
}
