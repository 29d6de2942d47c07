import IMAP
import TestServers
import Testing

/// The same session at the three free servers of the trade.
@Suite(.timeLimit(.minutes(10))) struct OtherServersTests {
    @Test(arguments: [IMAPEndpoint.Security.tls, .startTLS])
    func dovecot(_ security: IMAPEndpoint.Security) async throws {
        let house = try await MailHouse.shared()
        let account = try await house.account()
        let session = WholeSession(endpoint: house.dovecot.endpoint(security), account: account, sent: "Sent") {
            try await house.dovecot.deliver($0, to: account)
        }
        try await session.run()
    }

    @Test(arguments: [IMAPEndpoint.Security.tls, .startTLS])
    func cyrus(_ security: IMAPEndpoint.Security) async throws {
        let account = MailAccount("team1@mosaic.test")
        let server = try await CyrusServer.start([account])
        let port = Int(security == .tls ? server.imapsPort : server.imapPort)
        let endpoint = IMAPEndpoint(
            host: "localhost", port: port, security: security, trustRoots: .file(server.caFile))
        // Its IDLE is silent where its processes cannot reach each other's sockets.
        let session = WholeSession(endpoint: endpoint, account: account, sent: "Sent", idleTellsNews: false) {
            try await server.deliver($0, to: account)
        }
        try await session.run()
        try await server.stop()
    }

    @Test(arguments: [IMAPEndpoint.Security.tls, .startTLS])
    func courier(_ security: IMAPEndpoint.Security) async throws {
        let account = MailAccount("team1@mosaic.test")
        let server = try await CourierServer.start([account], idlePoll: 1)
        let port = Int(security == .tls ? server.imapsPort : server.imapPort)
        let endpoint = IMAPEndpoint(
            host: "localhost", port: port, security: security, trustRoots: .file(server.caFile))
        let session = WholeSession(endpoint: endpoint, account: account, sent: "INBOX.Sent") {
            try server.deliver($0, to: account)
        }
        try await session.run()
        try await server.stop()
    }
}
