package import NIOCore
import NIOPosix
import Timing

/// An IMAP server on loopback over a `PostOffice`: the commands of `IMAPCommand`, in clear.
package final class IMAPServer: Sendable {
    private let listener: LoopbackListener
    private let settings: LiveSetting<IMAPOptions>
    private let counts: IMAPCounts

    private init(listener: LoopbackListener, settings: LiveSetting<IMAPOptions>, counts: IMAPCounts) {
        self.listener = listener
        self.settings = settings
        self.counts = counts
    }

    /// Opens a server on a free port of 127.0.0.1.
    package static func open(
        for office: PostOffice, options: IMAPOptions = IMAPOptions(),
        on group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    ) async throws(PostOfficeError) -> IMAPServer {
        let settings = LiveSetting(options)
        let counts = IMAPCounts()
        let listener = try await LoopbackListener.open(on: group) { channel, _ in
            let conversation = IMAPConversation(office: office, settings: settings, counts: counts)
            try channel.pipeline.syncOperations.addHandler(ConversationHandler(conversation, office: office))
        }
        return IMAPServer(listener: listener, settings: settings, counts: counts)
    }

    /// The port on 127.0.0.1.
    package var port: Int { listener.port }

    /// How many connections were accepted so far.
    package var connectionCount: Int { listener.acceptedCount }

    /// All clients' commands so far.
    package var traffic: IMAPTraffic { counts.traffic }

    /// How the server behaves from the next command on.
    package var options: IMAPOptions {
        get { settings.value }
        set { settings.value = newValue }
    }

    /// Cuts every open connection without notice, as a crash does.
    package func dropConnections() async { await listener.dropConnections() }

    /// Stops listening and closes every connection.
    package func close() async { await listener.close() }
}

/// An IMAP session with the world it looks at.
struct IMAPConversation: WireConversation {
    private let office: PostOffice
    private let settings: LiveSetting<IMAPOptions>
    private let counts: IMAPCounts
    private var session: IMAPSession

    init(office: PostOffice, settings: LiveSetting<IMAPOptions>, counts: IMAPCounts) {
        self.office = office
        self.counts = counts
        self.settings = settings
        session = IMAPSession(options: settings.value)
    }

    var watchedUser: String? { session.user }

    mutating func open() -> [WireStep] {
        let options = settings.value
        return steps(office.read { session.greeting(options, world: $0) })
    }

    mutating func receive(_ bytes: [UInt8]) -> [WireStep] {
        let (options, now) = (settings.value, office.clock.now)
        let before = session.answeredLines
        defer { counts.add(lines: session.answeredLines - before) }
        // The closure does not throw.
        let reply = try? office.change { session.receive(bytes, world: &$0, options: options, now: now) }
        return reply.map(steps) ?? []
    }

    mutating func worldChanged() -> [WireStep] {
        let options = settings.value
        return steps(office.read { session.tellChanges($0, options: options) })
    }

    private func steps(_ reply: IMAPReply) -> [WireStep] {
        (reply.bytes.isEmpty ? [] : [.send(reply.bytes)]) + (reply.closes ? [.close] : [])
    }
}
