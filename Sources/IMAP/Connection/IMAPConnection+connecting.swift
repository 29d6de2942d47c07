public import NIOCore
public import NIOPosix
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

extension IMAPConnection {
    /// Opens a connection: TCP, TLS (at once or through STARTTLS), greeting, capabilities. Not logged in yet, unless the
    /// server greets with PREAUTH.
    ///
    /// Throws `.connectionFailed`, `.tlsFailed`, `.bye`, `.timedOut` or `.unsupported` (no STARTTLS). There is no
    /// fallback to clear text of any kind.
    public nonisolated(nonsending) static func connect(
        to endpoint: IMAPEndpoint, on group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    ) async throws(IMAPError) -> IMAPConnection {
        let security = endpoint.security == .none ? nil : try TransportSecurity(endpoint)
        do throws(IMAPError) {
            return try await open(endpoint, security, on: group.next())
        } catch .tlsFailed(.untrustedIssuer) {
            throw .tlsFailed(await reasonForDistrust(of: endpoint, on: group.next()))
        }
    }

    private nonisolated(nonsending) static func open(
        _ endpoint: IMAPEndpoint, _ security: TransportSecurity?, on loop: any EventLoop
    ) async throws(IMAPError) -> IMAPConnection {
        let start = ContinuousClock.now
        let knowledge = ServerKnowledge()
        let (channel, handler) = try await openChannel(to: endpoint, security, knowledge, on: loop)
        let connection = IMAPConnection(endpoint: endpoint, channel: channel, handler: handler, knowledge: knowledge)
        do throws(IMAPError) {
            try await connection.begin(by: start + endpoint.connectTimeout)
            return connection
        } catch {
            connection.close()
            throw error
        }
    }

    /// The TLS library says that it does not trust a certificate, but not why. So a second connection examines the certificate, and
    /// always refuses it.
    private nonisolated(nonsending) static func reasonForDistrust(
        of endpoint: IMAPEndpoint, on loop: any EventLoop
    ) async -> TLSFailure {
        var endpoint = endpoint
        endpoint.connectTimeout = min(endpoint.connectTimeout, .seconds(5))
        let witness = CertificateWitness()
        do throws(IMAPError) {
            _ = try await open(endpoint, try TransportSecurity(endpoint, witness: witness), on: loop)
        } catch {
            // Expected: the witness accepts nothing.
        }
        return witness.certificate?.reasonForDistrust ?? .untrustedIssuer
    }

    /// Everything between the open channel and the first command of the caller.
    nonisolated(nonsending) func begin(by deadline: ContinuousClock.Instant) async throws(IMAPError) {
        func remaining() -> Duration { max(.milliseconds(1), deadline - .now) }
        let greeting = try await awaitGreeting(within: remaining())
        if case .ok(let status) = greeting.completion, status.condition == .preauth {
            // STARTTLS is not allowed after PREAUTH, so the promise of encryption could not be kept.
            guard endpoint.security != .startTLS else { throw .unsupported("STARTTLS after a PREAUTH greeting") }
            isAuthenticated.store(true, ordering: .releasing)
        }
        if endpoint.security == .startTLS { try await startTLS(remaining) }
        if knowledge.capabilities == nil { try await readCapabilities(within: remaining()) }
    }

    private nonisolated(nonsending) func startTLS(_ remaining: () -> Duration) async throws(IMAPError) {
        if knowledge.capabilities == nil { try await readCapabilities(within: remaining()) }
        try require(.startTLS)
        do throws(IMAPError) {
            _ = try await run(command("STARTTLS", text("STARTTLS"), kind: .startTLS, within: remaining()))
        } catch .no(let text, _) {
            throw .tlsFailed(.handshake("STARTTLS was refused: \(text)"))
        }
        knowledge.forgetCapabilities()
    }

    nonisolated(nonsending) func readCapabilities(within time: Duration? = nil) async throws(IMAPError) {
        knowledge.forgetCapabilities()
        _ = try await run(command("CAPABILITY", text("CAPABILITY"), within: time))
        guard knowledge.capabilities != nil else { throw .protocolViolation("no answer to CAPABILITY") }
    }

    private typealias Opened = (any Channel, NIOLoopBound<IMAPChannelHandler>)

    private nonisolated(nonsending) static func openChannel(
        to endpoint: IMAPEndpoint, _ security: TransportSecurity?, _ knowledge: ServerKnowledge, on loop: any EventLoop
    ) async throws(IMAPError) -> Opened {
        let opening = loop.makePromise(of: Opened.self)
        // A host with several addresses gets several channels, one of which wins. A server may hang up before we look,
        // and a closed channel has forgotten its handlers: so they are remembered here.
        let handlers = NIOLoopBoundBox.makeBoxSendingValue(
            [ObjectIdentifier: NIOLoopBound<IMAPChannelHandler>](), eventLoop: loop)
        let connecting = ClientBootstrap(group: loop)
            .connectTimeout(TimeAmount(endpoint.connectTimeout))
            .channelOption(.socketOption(.so_keepalive), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    handlers.value[ObjectIdentifier(channel)] = try install(on: channel, endpoint, security, knowledge)
                }
            }
            .connect(host: endpoint.host, port: endpoint.port)
            .flatMapThrowing { channel -> Opened in
                guard let handler = handlers.value[ObjectIdentifier(channel)] else { throw IMAPError.closed }
                return (channel, handler)
            }
        // Name resolution cannot be interrupted, only abandoned; a channel that comes too late is closed.
        let clock = loop.scheduleTask(in: TimeAmount(endpoint.connectTimeout)) {
            opening.fail(IMAPError.timedOut(command: "the connection"))
        }
        connecting.cascade(to: opening)
        opening.futureResult.whenComplete { _ in clock.cancel() }
        opening.futureResult.whenFailure { _ in
            connecting.whenSuccess { opened in opened.0.close(promise: nil) }
        }
        let result: Result<Opened, any Error> = await withTaskCancellationHandler {
            do { return .success(try await opening.futureResult.get()) } catch { return .failure(error) }
        } onCancel: {
            opening.fail(IMAPError.cancelled)
        }
        return try result.mapError { error in
            error as? IMAPError ?? .connectionFailed("\(endpoint.host):\(endpoint.port): \(reason(error))")
        }.get()
    }

    static func install(
        on channel: any Channel, _ endpoint: IMAPEndpoint, _ security: TransportSecurity?, _ knowledge: ServerKnowledge
    ) throws -> NIOLoopBound<IMAPChannelHandler> {
        let handler = IMAPChannelHandler(endpoint: endpoint, security: security, knowledge: knowledge)
        if endpoint.security == .tls, let security {
            try channel.pipeline.syncOperations.addHandler(security.makeHandler())
        }
        try channel.pipeline.syncOperations.addHandler(handler)
        return NIOLoopBound(handler, eventLoop: channel.eventLoop)
    }

    /// The system's own words, such as `Connection refused`, without the names of the failed calls.
    private static func words(_ error: any Error) -> String {
        guard let error = error as? IOError else { return "\(error)" }
        return String(cString: strerror(error.errnoCode))
    }

    private static func reason(_ error: any Error) -> String {
        guard let error = error as? NIOConnectionError else { return "\(error)" }
        if let failure = error.connectionErrors.first { return words(failure.error) }
        if error.dnsAError != nil || error.dnsAAAAError != nil { return "the name cannot be resolved" }
        return "no address"
    }
}
