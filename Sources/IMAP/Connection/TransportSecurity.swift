import NIOCore
import NIOSSL
import Synchronization

/// Makes the TLS handlers of one endpoint.
struct TransportSecurity: Sendable {
    private let context: NIOSSLContext
    private let host: String
    private let witness: CertificateWitness?

    /// With a witness, the server's certificate is recorded and the handshake then refused.
    init(_ endpoint: IMAPEndpoint, witness: CertificateWitness? = nil) throws(IMAPError) {
        self.witness = witness
        host = endpoint.host
        context = try TransportContexts.context(trusting: endpoint.trustRoots)
    }

    /// A handler that verifies chain and name.
    func makeHandler() throws(IMAPError) -> NIOSSLClientHandler {
        do {
            if let witness {
                return try NIOSSLClientHandler(context: context, serverHostname: serverName) {
                    (chain: [NIOSSLCertificate], verdict: EventLoopPromise<NIOSSLVerificationResult>) in
                    witness.see(chain)
                    verdict.succeed(NIOSSLVerificationResult.failed)
                }
            }
            return try NIOSSLClientHandler(context: context, serverHostname: serverName)
        } catch {
            throw .tlsFailed(.badConfiguration("host \(host): \(error)"))
        }
    }

    /// SNI does not allow IP addresses; the certificate must then contain the address.
    private var serverName: String? {
        let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil  // Failure is the answer: not an address.
        return isAddress ? nil : host
    }
}

/// Remembers the certificate a server showed.
final class CertificateWitness: Sendable {
    private let seen = Mutex<CertificateFacts?>(nil)

    var certificate: CertificateFacts? { seen.withLock { $0 } }

    func see(_ chain: [NIOSSLCertificate]) {
        guard let leaf = chain.first else { return }
        // Without readable bytes it is merely not known to be self-signed.
        let isSelfIssued = (try? leaf.toDERBytes()).map(CertificateFacts.isSelfIssued) ?? false
        let facts = CertificateFacts(
            notBefore: Int64(leaf.notValidBefore), notAfter: Int64(leaf.notValidAfter), isSelfIssued: isSelfIssued)
        seen.withLock { $0 = facts }
    }
}
