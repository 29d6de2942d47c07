import Testing

@testable import TestServers

/// A client that is not ours logs in by STARTTLS and by implicit TLS and checks the certificate.
struct TransportSecurityTests {
    let team = MailAccount("team1@mosaic.test")

    @Test func dovecotSpeaksTLS() async throws {
        let dovecot = try await Dovecot.start([team])
        try await login(dovecot.imapPort, dovecot.imapsPort, dovecot.caFile)
        try await dovecot.stop()
    }

    @Test func cyrusSpeaksTLS() async throws {
        let cyrus = try await CyrusServer.start([team])
        try await login(cyrus.imapPort, cyrus.imapsPort, cyrus.caFile)
        try await cyrus.stop()
    }

    @Test func courierSpeaksTLS() async throws {
        let courier = try await CourierServer.start([team])
        try await login(courier.imapPort, courier.imapsPort, courier.caFile)
        try await courier.stop()
    }

    private func login(_ plain: UInt16, _ secure: UInt16, _ caFile: String) async throws {
        let script = """
            import imaplib, ssl, sys
            plain, secure, ca, user, password = sys.argv[1:]
            trust = ssl.create_default_context(cafile=ca)
            session = imaplib.IMAP4("localhost", int(plain))
            session.starttls(trust)
            for session in (session, imaplib.IMAP4_SSL("localhost", int(secure), ssl_context=trust)):
                session.login(user, password)
                session.select("INBOX")
                session.logout()
            """
        try await run(
            "/usr/bin/python3", ["-c", script, "\(plain)", "\(secure)", caFile, team.address, team.password])
    }
}
