import NIOCore
import NIOPosix

/// Joins an accepted connection with one to the server behind.
enum ProxyLink {
    /// Connects on the accepted channel's own event loop and starts both directions. Runs on that loop.
    static func connect(
        _ channel: any Channel, _ client: ProxySide, to port: Int, fault: ConnectionFault, rules: ProxyRules
    ) {
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
                case .success(let server):
                    serverSide.value.start(fault.toClient, from: server, to: channel)
                    clientSide.value.start(fault.toServer, from: channel, to: server)
                    if !channel.isActive { server.close(promise: nil) }
                case .failure:
                    rules.count { $0.unreachable += 1 }
                    channel.closeWithReset()
                }
            }
    }
}
