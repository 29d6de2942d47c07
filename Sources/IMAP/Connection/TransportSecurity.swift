import NIOCore
import NIOSSL

/// Makes the TLS handlers of one endpoint.
struct TransportSecurity: Sendable {
    private let context: NIOSSLContext
    private let host: String

    init(_ endpoint: IMAPEndpoint) throws(IMAPError) {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        if case .file(let path) = endpoint.trustRoots { configuration.trustRoots = .file(path) }
        host = endpoint.host
        do {
            context = try NIOSSLContext(configuration: configuration)
        } catch {
            throw .tlsFailed(.badConfiguration("trusted roots: \(error)"))
        }
    }

    /// A handler that verifies chain and name.
    func makeHandler() throws(IMAPError) -> NIOSSLClientHandler {
        do {
            return try NIOSSLClientHandler(context: context, serverHostname: serverName)
        } catch {
            throw .tlsFailed(.badConfiguration("host \(host): \(error)"))
        }
    }

    /// An IP address is no name for SNI; the certificate must then carry the address.
    private var serverName: String? {
        let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil  // Failure is the answer: not an address.
        return isAddress ? nil : host
    }
}
