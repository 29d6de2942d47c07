import NIOCore
import Synchronization

/// Holds tasks until it is opened, and tells when the first has come.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var hasArrival = false
        var held: [CheckedContinuation<Void, Never>] = []
        var watchers: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func wait() async {
        await withCheckedContinuation { continuation in
            let (passes, watchers) = state.withLock { state in
                state.hasArrival = true
                defer { state.watchers = [] }
                if !state.isOpen { state.held.append(continuation) }
                return (state.isOpen, state.watchers)
            }
            watchers.forEach { $0.resume() }
            if passes { continuation.resume() }
        }
    }

    func arrived() async {
        await withCheckedContinuation { continuation in
            let isHere = state.withLock { state in
                if !state.hasArrival { state.watchers.append(continuation) }
                return state.hasArrival
            }
            if isHere { continuation.resume() }
        }
    }

    func open() {
        let held = state.withLock { state in
            state.isOpen = true
            defer { state.held = [] }
            return state.held
        }
        held.forEach { $0.resume() }
    }
}

/// Counts the reads that reach the channel.
final class ReadCounter: Sendable {
    private let reads = Atomic<Int>(0)

    var count: Int { reads.load(ordering: .relaxed) }
    var handler: some ChannelOutboundHandler { Handler(self) }

    private final class Handler: ChannelOutboundHandler {
        typealias OutboundIn = ByteBuffer
        private let counter: ReadCounter

        init(_ counter: ReadCounter) { self.counter = counter }

        func read(context: ChannelHandlerContext) {
            counter.reads.wrappingAdd(1, ordering: .relaxed)
            context.read()
        }
    }
}
