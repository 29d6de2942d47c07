import NIOCore
import Synchronization

/// A session with an IMAP server: one TCP connection, one login, at most one selected mailbox.
///
/// Any task may call any method at any time; commands run one after another in the order they came. Every command has a
/// deadline, after which the connection is closed. Cancelling the calling task takes a command that still waits out of
/// the queue, ends an IDLE in order, and otherwise closes the connection, because what the server made of a
/// half-finished command is unknown. A connection dropped without `logout()` closes.
///
/// Covers IMAP4rev1 (RFC 3501) and what servers of IMAP4rev2 (RFC 9051) share with it.
public final class IMAPConnection: Sendable {
    /// The address of its server.
    public let endpoint: IMAPEndpoint

    let knowledge: ServerKnowledge
    private let channel: any Channel
    private let handler: NIOLoopBound<IMAPChannelHandler>
    private let lastID = Atomic<UInt64>(IMAPChannelHandler.greetingID.rawValue)
    let isAuthenticated = Atomic<Bool>(false)

    init(
        endpoint: IMAPEndpoint, channel: any Channel, handler: NIOLoopBound<IMAPChannelHandler>,
        knowledge: ServerKnowledge
    ) {
        self.endpoint = endpoint
        self.channel = channel
        self.handler = handler
        self.knowledge = knowledge
    }

    deinit { close() }

    /// The server's capabilities; read again after TLS and after the login.
    public var capabilities: CapabilitySet { knowledge.capabilities ?? CapabilitySet([]) }

    /// Ends the connection at once, without LOGOUT. Commands under way fail with `.closed`.
    public func close() {
        channel.eventLoop.execute { [handler] in handler.value.close() }
    }
}

// MARK: Running commands

extension IMAPConnection {
    typealias Answer = IMAPChannelHandler.Answer

    func text(_ start: String) -> CommandText {
        CommandText(start, literals: CommandText.Literals(capabilities), utf8: knowledge.acceptsUTF8)
    }

    func command(_ name: String, _ text: CommandText, kind: Command.Kind = .plain, within time: Duration? = nil)
        -> Command
    {
        Command(name: name, kind: kind, segments: text.finished(), patience: .total(time ?? endpoint.commandTimeout))
    }

    /// A command that takes long in a large mailbox: the server may take its time as long as it sends something meanwhile.
    func patientCommand(_ name: String, _ text: CommandText, kind: Command.Kind = .plain) -> Command {
        Command(name: name, kind: kind, segments: text.finished(), patience: .silence(endpoint.commandTimeout))
    }

    func require(_ capability: Capability) throws(IMAPError) {
        guard capabilities.contains(capability) else { throw .unsupported(capability.rawValue) }
    }

    /// Sends the command and returns the responses between it and its OK.
    nonisolated(nonsending) func run(_ command: Command, idleTime: Duration? = nil) async throws(IMAPError) -> Answer {
        try await call { handler, id, continuation in
            handler.submit(command, id: id, idleTime: idleTime, continuation)
        }.get()
    }

    /// The same for a command that uses an extension where that is offered: one that the server offers and does not understand
    /// is not used again, and the command is sent without it.
    nonisolated(nonsending) func run(
        with capability: Capability, _ command: () throws(IMAPError) -> Command
    ) async throws(IMAPError) -> Answer {
        do { return try await run(try command()) } catch {
            guard distrusts(capability, after: error) else { throw error }
            return try await run(try command())
        }
    }

    /// Whether the answer was BAD to a use of the extension, which is then not used again.
    func distrusts(_ capability: Capability, after error: IMAPError) -> Bool {
        guard case .bad = error, !error.isPassing, capabilities.contains(capability) else { return false }
        knowledge.distrust(capability)
        return true
    }

    nonisolated(nonsending) func awaitGreeting(within time: Duration) async throws(IMAPError) -> Answer {
        try await call(id: IMAPChannelHandler.greetingID) { handler, _, continuation in
            handler.awaitGreeting(within: time, continuation)
        }.get()
    }

    private nonisolated(nonsending) func call(
        id: CommandID? = nil,
        _ submit:
            @escaping @Sendable (IMAPChannelHandler, CommandID, CheckedContinuation<IMAPChannelHandler.Outcome, Never>)
            -> Void
    ) async -> IMAPChannelHandler.Outcome {
        let id = id ?? nextID()
        let cancellation = Cancellation()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                onEventLoop { handler in
                    guard !cancellation.isRequested else { return continuation.resume(returning: .failure(.cancelled)) }
                    submit(handler, id, continuation)
                }
            }
        } onCancel: {
            cancel(id, cancellation)
        }
    }

    /// The time on the event loop's clock, as a distance from its beginning.
    var now: Duration { .nanoseconds(Int64(clamping: channel.eventLoop.now.uptimeNanoseconds)) }

    func nextID() -> CommandID {
        CommandID(rawValue: lastID.wrappingAdd(1, ordering: .relaxed).newValue)
    }

    func onEventLoop(_ body: @escaping @Sendable (IMAPChannelHandler) -> Void) {
        channel.eventLoop.execute { [handler] in body(handler.value) }
    }

    func cancel(_ id: CommandID, _ cancellation: Cancellation) {
        cancellation.request()
        onEventLoop { handler in handler.cancel(id) }
    }
}

/// A cancellation that may come before its command: the flag is set before the event loop is told, so a submission on the loop
/// sees either the flag or, later, the call to cancel.
final class Cancellation: Sendable {
    private let flag = Atomic<Bool>(false)

    var isRequested: Bool { flag.load(ordering: .acquiring) }
    func request() { flag.store(true, ordering: .releasing) }
}
