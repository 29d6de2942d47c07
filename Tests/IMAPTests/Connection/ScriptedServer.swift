import NIOCore
import NIOEmbedded
import Testing

@testable import IMAP

/// A server that says exactly what a test tells it to, byte by byte and on a clock the test turns.
struct ScriptedServer {
    let channel: NIOAsyncTestingChannel
    let connection: IMAPConnection

    /// A connection whose greeting has not come.
    static func open(_ change: (inout IMAPEndpoint) -> Void = { _ in }) async throws -> ScriptedServer {
        var endpoint = IMAPEndpoint(host: "imap.example", port: 143, security: .none)
        change(&endpoint)
        let channel = NIOAsyncTestingChannel()
        let knowledge = ServerKnowledge()
        let security = endpoint.security == .none ? nil : try TransportSecurity(endpoint)
        let fixed = endpoint
        let handler = try await channel.testingEventLoop.executeInContext {
            try IMAPConnection.install(on: channel, fixed, security, knowledge)
        }
        try await channel.connect(to: SocketAddress(ipAddress: "192.0.2.1", port: 143)).get()
        let connection = IMAPConnection(endpoint: endpoint, channel: channel, handler: handler, knowledge: knowledge)
        return ScriptedServer(channel: channel, connection: connection)
    }

    /// A logged-in connection of a server with these capabilities.
    static func loggedIn(
        _ capabilities: String = "IMAP4rev1 IDLE UIDPLUS MOVE", _ change: (inout IMAPEndpoint) -> Void = { _ in }
    ) async throws -> ScriptedServer {
        let server = try await open(change)
        async let begun: Void = server.begin()
        try await server.say("* PREAUTH [CAPABILITY \(capabilities)] ready\r\n")
        try await begun
        return server
    }

    /// What `connect` does after the channel is open.
    func begin() async throws {
        try await connection.begin(by: .now + connection.endpoint.connectTimeout)
    }

    /// Waits for the client's next write and compares it.
    func expect(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let bytes = try await channel.waitForOutboundWrite(as: ByteBuffer.self)
        #expect(String(buffer: bytes) == text, sourceLocation: sourceLocation)
    }

    func say(_ text: String) async throws {
        try await channel.writeInbound(ByteBuffer(string: text))
    }

    /// Lets time go by on the connection's clock.
    func pass(_ time: Duration) async {
        await channel.testingEventLoop.advanceTime(by: TimeAmount(time))
    }

    /// Whether the client wrote anything that no `expect` has taken.
    func isSilent() async throws -> Bool {
        await channel.testingEventLoop.run()
        return try await channel.readOutbound(as: ByteBuffer.self) == nil
    }

    func hangUp() async throws {
        try await channel.close()
    }
}
