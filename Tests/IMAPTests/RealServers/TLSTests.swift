import IMAP
import TestServers
import Testing

/// What a person is told when the certificate is not right; the password is never sent then.
@Suite struct TLSTests {
    let dovecot: Dovecot

    init() async throws { dovecot = try await MailHouse.shared().dovecot }

    @Test func certificateForAnotherHostIsNamedAsSuch() async throws {
        let authority = try await CertificateAuthority.make()
        let identity = try await authority.issue(for: ["imap.creators.example"])
        let server = try await Dovecot.start(settings: [
            "ssl_cert = <\(identity.certificateFile)", "ssl_key = <\(identity.keyFile)",
        ])
        for security in [IMAPEndpoint.Security.tls, .startTLS] {
            for host in ["localhost", "127.0.0.1"] {
                var endpoint = server.endpoint(security, host: host)
                endpoint.trustRoots = .file(authority.caFile)
                #expect(await connectionError(endpoint) == .tlsFailed(.wrongHost(host)))
            }
        }
        try await server.stop()
    }

    @Test(arguments: [IMAPEndpoint.Security.tls, .startTLS])
    func certificateOfAnUnknownAuthorityIsNotTrusted(_ security: IMAPEndpoint.Security) async throws {
        var endpoint = dovecot.endpoint(security)
        endpoint.trustRoots = .system
        #expect(await connectionError(endpoint) == .tlsFailed(.untrustedIssuer))
    }

    @Test func selfSignedCertificateIsNamedAsSuch() async throws {
        // An authority's own certificate is the nearest self-signed one.
        let authority = try await CertificateAuthority.make()
        let key = String(authority.caFile.dropLast(4)) + ".key"
        let server = try await Dovecot.start(settings: ["ssl_cert = <\(authority.caFile)", "ssl_key = <\(key)"])
        #expect(await connectionError(server.endpoint(.tls)) == .tlsFailed(.selfSigned))
        try await server.stop()
    }

    @Test func addressInTheCertificateIsEnough() async throws {
        let connection = try await IMAPConnection.connect(to: dovecot.endpoint(.tls, host: "127.0.0.1"))
        await connection.logout()
    }

    @Test func portWithoutTLSIsAHandshakeFailure() async throws {
        var endpoint = dovecot.endpoint(.tls)
        endpoint.port = Int(dovecot.imapPort)
        guard case .tlsFailed(.handshake)? = await connectionError(endpoint) else {
            Issue.record("\(String(describing: await connectionError(endpoint)))")
            return
        }
    }

    @Test func missingTrustFileIsAConfigurationError() async throws {
        var endpoint = dovecot.endpoint(.tls)
        endpoint.trustRoots = .file("/nonexistent/ca.pem")
        guard case .tlsFailed(.badConfiguration)? = await connectionError(endpoint) else {
            Issue.record("accepted")
            return
        }
    }

    @Test func closedPortAndUnknownNameAreConnectionFailures() async throws {
        var endpoint = dovecot.endpoint(.tls)
        endpoint.port = 1
        guard case .connectionFailed? = await connectionError(endpoint) else {
            Issue.record("port 1 answered")
            return
        }
        guard case .connectionFailed? = await connectionError(IMAPEndpoint(host: "mail.invalid")) else {
            Issue.record("a name that cannot exist was found")
            return
        }
    }

    private func connectionError(_ endpoint: IMAPEndpoint) async -> IMAPError? {
        do throws(IMAPError) {
            try await IMAPConnection.connect(to: endpoint).close()
            return nil
        } catch {
            return error
        }
    }
}
