import NIOCore
import NIOPosix

/// A listening socket on 127.0.0.1 and the connections it has accepted.
final class LoopbackListener: Sendable {
    let port: Int
    private let channel: any Channel
    private let connections: AcceptedConnections

    private init(channel: any Channel, port: Int, connections: AcceptedConnections) {
        self.channel = channel
        self.port = port
        self.connections = connections
    }

    /// Listens on `port` (0: any free one); `setUp` runs on each new connection's event loop with its number from 0.
    static func open(
        on group: any EventLoopGroup, port: Int = 0, setUp: @escaping @Sendable (any Channel, Int) throws -> Void
    ) async throws(PostOfficeError) -> LoopbackListener {
        let connections = AcceptedConnections()
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try setUp(channel, connections.add(channel)) }
            }
        do {
            let channel = try await bootstrap.bind(host: "127.0.0.1", port: port).get()
            return LoopbackListener(
                channel: channel, port: channel.localAddress?.port ?? port, connections: connections)
        } catch {
            throw .cannotListen("\(error)")
        }
    }

    /// How many connections were accepted so far.
    var acceptedCount: Int { connections.count }

    /// The connections open now.
    var openChannels: [any Channel] { connections.open }

    /// Closes every open connection, without a word.
    func dropConnections() async {
        for channel in openChannels { await channel.closeAndWait() }
    }

    /// Stops listening and closes every connection; returns when all of them are closed.
    func close() async {
        await channel.closeAndWait()
        connections.refuseMore()
        await dropConnections()
    }
}

extension Channel {
    fileprivate func closeAndWait() async {
        // A channel that is closed already throws; it is closed either way.
        try? await close().get()
    }
}
