import NIOCore
import Synchronization

/// The connections a listener has accepted and that are still open, numbered from 0 in order of arrival.
final class AcceptedConnections: Sendable {
    private struct State {
        var channels: [Int: any Channel] = [:]
        var count = 0
        var refusesMore = false
    }

    private let state = Mutex(State())

    /// How many were accepted so far.
    var count: Int { state.withLock { $0.count } }

    var open: [any Channel] { state.withLock { Array($0.channels.values) } }

    /// Closes every connection that still comes: one may be on its way while the listener closes.
    func refuseMore() {
        state.withLock { $0.refusesMore = true }
    }

    /// Keeps a connection until it closes; returns its number.
    func add(_ channel: any Channel) -> Int {
        let (number, isRefused) = state.withLock { state in
            defer { state.count += 1 }
            state.channels[state.count] = channel
            return (state.count, state.refusesMore)
        }
        channel.closeFuture.whenComplete { _ in self.state.withLock { $0.channels[number] = nil } }
        if isRefused { channel.close(promise: nil) }
        return number
    }
}
