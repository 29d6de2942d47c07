import NIOCore
import NIOPosix

/// Joins an accepted connection with one to the server behind.
struct ProxyLink: Sendable {
    let port: Int
    let fault: ConnectionFault
    let rules: ProxyRules

    /// Refuses the connection, or connects to the server on the accepted channel's own event loop and starts both
    /// directions. Runs on that loop once the channel is active: a connect to loopback may succeed at once.
    func open(from channel: any Channel, _ client: ProxySide) {
        rules.count { $0.connections += 1 }
        guard !fault.refuses else {
            rules.count { $0.refused += 1 }
            return channel.closeWithReset()
        }
        let loop = channel.eventLoop
        let clientSide = NIOLoopBound(client, eventLoop: loop)
        let serverSide = NIOLoopBound(ProxySide(rules: rules, direction: .toClient), eventLoop: loop)
        ClientBootstrap(group: loop)
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .channelInitializer { server in
                server.eventLoop.makeCompletedFuture {
                    try server.pipeline.syncOperations.addHandler(serverSide.value)
                }
            }
            .connect(host: "127.0.0.1", port: port)
            .whenComplete { outcome in
                switch outcome {
                case .success(let server): start(channel, clientSide.value, server, serverSide.value)
                case .failure: giveUp(on: channel)
                }
            }
    }

    private func start(
        _ channel: any Channel, _ client: ProxySide, _ server: any Channel, _ serverSide: ProxySide
    ) {
        serverSide.start(fault.toClient, from: server, to: channel)
        client.start(fault.toServer, from: channel, to: server)
        // The client may have left while the connection to the server was made.
        if !channel.isActive { server.close(promise: nil) }
    }

    private func giveUp(on channel: any Channel) {
        rules.count { $0.unreachable += 1 }
        channel.closeWithReset()
    }
}
