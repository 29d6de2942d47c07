import NIOCore
import Timing

/// One socket of a proxied connection: what it reads goes through its gate to the other socket.
///
/// Both sockets of a connection live on one event loop, so their handlers may touch each other.
final class ProxySide: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    enum Direction: Sendable { case toServer, toClient }

    private let rules: ProxyRules
    private let direction: Direction
    /// What joins an accepted connection with the server; nil on the server's side.
    private let link: ProxyLink?
    private var gate: FaultGate?
    private var delay: Duration = .zero
    private var peer: (any Channel)?
    /// Read before the connection to the server stood.
    private var early: [UInt8] = []
    private var steps: [FaultGate.Step] = []
    private var isPaused = false
    private var hasStalled = false
    private var sourceHasClosed = false

    init(rules: ProxyRules, direction: Direction, link: ProxyLink? = nil) {
        self.rules = rules
        self.direction = direction
        self.link = link
    }

    func channelActive(context: ChannelHandlerContext) {
        link?.open(from: context.channel, self)
    }

    /// Starts forwarding to `peer`. Runs on the event loop of both.
    func start(_ fault: StreamFault, from channel: any Channel, to peer: any Channel) {
        var gate = FaultGate(fault)
        steps += gate.open() + (early.isEmpty ? [] : gate.pass(early))
        early = []
        self.gate = gate
        self.peer = peer
        delay = fault.delay
        let side = NIOLoopBound(self, eventLoop: channel.eventLoop)
        rules.remember(channel) { channel.eventLoop.execute { side.value.work(on: channel) } }
        work(on: channel)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = Array(unwrapInboundIn(data).readableBytesView)
        guard gate != nil else { return early += bytes }
        let channel = context.channel
        later(on: channel) { $0.receive(bytes, on: channel) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        let channel = context.channel
        rules.forget(channel)
        later(on: channel) { $0.sourceClosed(on: channel) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    /// Runs `body` after the delay; equal delays keep their order.
    private func later(on channel: any Channel, _ body: @escaping @Sendable (ProxySide) -> Void) {
        guard delay > .zero else { return body(self) }
        let side = NIOLoopBound(self, eventLoop: channel.eventLoop)
        channel.eventLoop.scheduleTask(in: .microseconds(delay.microseconds)) { body(side.value) }
    }

    private func receive(_ bytes: [UInt8], on channel: any Channel) {
        steps += gate?.pass(bytes) ?? []
        work(on: channel)
    }

    private func sourceClosed(on channel: any Channel) {
        sourceHasClosed = true
        work(on: channel)
    }

    private func work(on channel: any Channel) {
        guard !isPaused, !rules.isDark else { return }
        let todo = steps
        steps = []
        for (index, step) in todo.enumerated() {
            take(step, on: channel)
            if isPaused { steps = Array(todo[(index + 1)...]) }
            if isPaused { return }
        }
        // A close is passed on after the last byte, unless this direction has gone silent.
        if sourceHasClosed, !hasStalled { peer?.close(promise: nil) }
    }

    private func take(_ step: FaultGate.Step, on channel: any Channel) {
        switch step {
        case .forward(let bytes): forward(bytes)
        case .pause(let span): pause(span, on: channel)
        case .end(.stall):
            hasStalled = true
            rules.count { $0.stalled += 1 }
        case .end(.cut):
            rules.count { $0.cut += 1 }
            peer?.close(promise: nil)
            channel.close(promise: nil)
        case .end(.reset):
            rules.count { $0.cut += 1 }
            peer?.closeWithReset()
            channel.closeWithReset()
        }
    }

    private func forward(_ bytes: [UInt8]) {
        rules.count { counters in
            switch direction {
            case .toServer: counters.bytesToServer += bytes.count
            case .toClient: counters.bytesToClient += bytes.count
            }
        }
        peer?.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
    }

    private func pause(_ span: Duration, on channel: any Channel) {
        isPaused = true
        let side = NIOLoopBound(self, eventLoop: channel.eventLoop)
        channel.eventLoop.scheduleTask(in: .microseconds(span.microseconds)) {
            side.value.isPaused = false
            side.value.work(on: channel)
        }
    }
}
