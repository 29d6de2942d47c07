import NIOCore
import NIOSSL
import NIOTLS

/// Connects the state machine with the channel: bytes in, responses to it; actions out, bytes and results from it.
///
/// Lives on its event loop; everything in it runs there.
final class IMAPChannelHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = Never
    typealias OutboundOut = ByteBuffer

    /// The result of a finished command.
    struct Answer: Sendable {
        var completion: Completion
        var untagged: [UntaggedResponse]
    }

    typealias Outcome = Result<Answer, IMAPError>

    struct Call {
        var continuation: CheckedContinuation<Outcome, Never>?
        var untagged: [UntaggedResponse] = []
        var octets = 0
        var idleTime: TimeAmount?

        /// The results kept for one command are bounded like one response: a hostile server may send many.
        func exceeded(_ limits: ParserLimits) -> ParserLimits.Kind? {
            if untagged.count > limits.elements { return .elements }
            return octets > limits.responseSize ? .responseSize : nil
        }
    }

    var machine: ConnectionStateMachine
    private var parser: ResponseParser
    var calls: [CommandID: Call] = [:]
    var fetches: [CommandID: FetchBuffer] = [:]
    /// Results of commands of a train, until somebody asks.
    var outcomes: [CommandID: Outcome] = [:]
    private var greeting: Outcome?
    private var deadline: Scheduled<Void>?
    private var idleEnd: Scheduled<Void>?
    private var lastActivity = NIODeadline.uptimeNanoseconds(0)
    private var wantsRead = false
    private var isHandshaking: Bool
    private var failure: IMAPError?
    private var context: ChannelHandlerContext?

    private let endpoint: IMAPEndpoint
    private let security: TransportSecurity?
    private let knowledge: ServerKnowledge

    static let greetingID = CommandID(rawValue: 0)

    init(endpoint: IMAPEndpoint, security: TransportSecurity?, knowledge: ServerKnowledge) {
        self.endpoint = endpoint
        self.security = security
        self.knowledge = knowledge
        machine = ConnectionStateMachine(greeting: Self.greetingID)
        parser = ResponseParser(limits: endpoint.limits)
        isHandshaking = endpoint.security == .tls
        calls[Self.greetingID] = Call()
    }
}

// MARK: From the connection's callers

extension IMAPChannelHandler {
    func awaitGreeting(within time: Duration, _ continuation: CheckedContinuation<Outcome, Never>) {
        if let greeting { return continuation.resume(returning: greeting) }
        calls[Self.greetingID]?.continuation = continuation
        watch(Self.greetingID, .total(time))
    }

    func submit(
        _ command: Command, id: CommandID, idleTime: Duration?, _ continuation: CheckedContinuation<Outcome, Never>
    ) {
        calls[id] = Call(continuation: continuation, idleTime: idleTime.map(TimeAmount.init))
        perform(machine.submit(command, id: id))
    }

    func submitFetch(_ command: Command, id: CommandID) {
        fetches[id] = FetchBuffer()
        perform(machine.submit(command, id: id))
    }

    func nextBatch(of id: CommandID, _ continuation: CheckedContinuation<FetchBuffer.Batch, Never>) {
        guard fetches[id] != nil else { return continuation.resume(returning: .success(nil)) }
        fetches[id]?.next(continuation)
        resumeReading()
    }

    /// The caller takes no more; harmless when the FETCH is over.
    func endFetch(_ id: CommandID) {
        fetches[id] = nil
        perform(machine.abandon(id))
        resumeReading()
    }

    func cancel(_ id: CommandID) { perform(machine.cancel(id)) }

    func interruptIdle() { perform(machine.interruptIdle()) }

    func close() { perform(machine.disconnect(.closed)) }
}

// MARK: From the channel

extension IMAPChannelHandler {
    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        perform(machine.disconnect(failure ?? .closed))
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lastActivity = now
        parser.append(unwrapInboundIn(data))
        do throws(IMAPError) {
            while failure == nil, let response = try parser.next() { perform(machine.receive(response)) }
        } catch {
            perform(machine.disconnect(error))
        }
        for id in fetches.keys { fetches[id]?.wake() }
    }

    /// Not passed on while a FETCH holds more than its caller has taken: that is the back-pressure.
    func read(context: ChannelHandlerContext) {
        if isHeldBack { wantsRead = true } else { context.read() }
    }

    func channelInactive(context: ChannelHandlerContext) {
        perform(machine.disconnect(failure ?? closedEarly))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        perform(machine.disconnect(meaning(of: error)))
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted? = event as? TLSUserEvent {
            isHandshaking = false
            perform(machine.secured())
        }
        context.fireUserInboundEventTriggered(event)
    }

    private var closedEarly: IMAPError {
        isHandshaking ? .tlsFailed(.handshake("the peer closed it")) : .closed
    }

    private func meaning(of error: any Error) -> IMAPError {
        if let error = error as? IMAPError { return error }
        if isHandshaking, let reason = TLSFailure(error, host: endpoint.host) { return .tlsFailed(reason) }
        return closedEarly
    }

    /// The loop's clock, which tests can turn.
    private var now: NIODeadline { context?.eventLoop.now ?? lastActivity }

    private var isHeldBack: Bool { fetches.values.contains(where: \.isFull) }

    func resumeReading() {
        guard wantsRead, !isHeldBack else { return }
        wantsRead = false
        lastActivity = now
        context?.read()
    }
}

// MARK: Actions

extension IMAPChannelHandler {
    func perform(_ actions: [ConnectionStateMachine.Action]) {
        for action in actions { perform(action) }
    }

    private func perform(_ action: ConnectionStateMachine.Action) {
        switch action {
        case .write(let bytes): write(bytes)
        case .deliver(let id, let response): deliver(response, to: id)
        case .finish(let id, let result): finish(id, result)
        case .startTLS: startTLS()
        case .watch(let id, let patience): watch(id, patience)
        case .scheduleIdleEnd(let id): scheduleIdleEnd(id)
        case .stopWatching: stopWatching()
        case .capabilities(let capabilities): knowledge.update(capabilities)
        case .utf8Accepted:
            parser.acceptsUTF8 = true
            knowledge.acceptUTF8()
        case .close: hangUp()
        }
    }

    private func write(_ bytes: [UInt8]) {
        guard let context else { return }
        context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(bytes: bytes)), promise: nil)
    }

    private func deliver(_ response: UntaggedResponse, to id: CommandID) {
        if case .fetch(let fetched) = response, fetches[id] != nil {
            if fetched.hasUID { fetches[id]?.append(fetched.message) }
            return
        }
        guard var call = calls.removeValue(forKey: id) else { return }
        call.untagged.append(response)
        call.octets += parser.lastResponseSize
        let limit = call.exceeded(endpoint.limits)
        calls[id] = call
        if let limit { perform(machine.disconnect(.limitExceeded(limit))) }
    }

    private func finish(_ id: CommandID, _ result: Result<Completion, IMAPError>) {
        if fetches[id] != nil {
            fetches[id]?.finish(result.map { _ in })
            return
        }
        guard let call = calls.removeValue(forKey: id) else { return }
        let outcome = result.map { Answer(completion: $0, untagged: call.untagged) }
        if id == Self.greetingID { greeting = outcome }
        guard let continuation = call.continuation else {
            if id != Self.greetingID { outcomes[id] = outcome }
            return
        }
        continuation.resume(returning: outcome)
    }

    /// Bytes that came along with the server's OK are not authenticated (RFC 3501 section 6.2.1, CVE-2011-0411).
    private func startTLS() {
        guard !parser.holdsBytes else {
            return perform(machine.disconnect(.protocolViolation("clear text after STARTTLS")))
        }
        guard let context, let security else { return perform(machine.disconnect(.closed)) }
        do {
            isHandshaking = true
            try context.pipeline.syncOperations.addHandler(security.makeHandler(), position: .first)
        } catch {
            perform(machine.disconnect(meaning(of: error)))
        }
    }

    private func hangUp() {
        failure = failure ?? .closed
        context?.close(promise: nil)
    }
}

// MARK: Clocks

extension IMAPChannelHandler {
    private func watch(_ id: CommandID, _ patience: Command.Patience) {
        stopWatching()
        lastActivity = now
        schedule(id, patience, after: TimeAmount(patience.duration))
    }

    private func schedule(_ id: CommandID, _ patience: Command.Patience, after delay: TimeAmount) {
        guard let context else { return }
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: delay) { self.clockRang(id, patience) }
    }

    private func clockRang(_ id: CommandID, _ patience: Command.Patience) {
        guard case .silence(let time) = patience else { return perform(machine.deadlinePassed(id)) }
        let remaining = isHeldBack ? TimeAmount(time) : lastActivity + TimeAmount(time) - now
        if remaining > .zero { schedule(id, patience, after: remaining) } else { perform(machine.deadlinePassed(id)) }
    }

    private func scheduleIdleEnd(_ id: CommandID) {
        guard let context, let time = calls[id]?.idleTime else { return }
        idleEnd = context.eventLoop.assumeIsolated().scheduleTask(in: time) {
            self.perform(self.machine.idleTimeIsOver(id))
        }
    }

    private func stopWatching() {
        deadline?.cancel()
        idleEnd?.cancel()
        deadline = nil
        idleEnd = nil
    }
}

extension Command.Patience {
    fileprivate var duration: Duration {
        switch self {
        case .total(let time), .silence(let time): time
        }
    }
}
