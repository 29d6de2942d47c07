import NIOCore
import Timing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Takes wire steps one after the other, pauses included. Used on the channel's event loop only.
final class StepQueue {
    private var waiting: [WireStep] = []
    private var isBlocked = false

    /// Takes these steps after those still waiting.
    func perform(_ steps: [WireStep], on channel: any Channel) {
        guard !isBlocked else { return waiting.append(contentsOf: steps) }
        for (index, step) in steps.enumerated() {
            take(step, on: channel)
            if isBlocked { return waiting.append(contentsOf: steps[(index + 1)...]) }
        }
    }

    /// Drops whatever is left.
    func stop() {
        isBlocked = true
        waiting = []
    }

    private func take(_ step: WireStep, on channel: any Channel) {
        switch step {
        case .send(let bytes):
            channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
        case .pause(let span):
            isBlocked = true
            let queue = NIOLoopBound(self, eventLoop: channel.eventLoop)
            channel.eventLoop.scheduleTask(in: .microseconds(span.microseconds)) { queue.value.resume(on: channel) }
        case .close:
            stop()
            // The close waits for the writes before it.
            channel.close(promise: nil)
        case .reset:
            stop()
            channel.closeWithReset()
        case .hold:
            stop()
        }
    }

    private func resume(on channel: any Channel) {
        guard channel.isActive else { return }
        isBlocked = false
        let steps = waiting
        waiting = []
        perform(steps, on: channel)
    }
}

extension Channel {
    /// Closes with RST instead of FIN: SO_LINGER with no time to linger throws the send buffer away (socket(7)).
    func closeWithReset() {
        guard let socket = self as? any SocketOptionProvider else { return close(promise: nil) }
        socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in self.close(promise: nil) }
    }
}
