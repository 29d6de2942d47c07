import NIOSSL
import Synchronization

/// TLS contexts, one for each set of trusted roots: a context holds all certificates of the system, about a megabyte, and
/// takes milliseconds to make.
///
/// The only shared state of this target. A context is immutable, and recreated after an hour, so that roots renewed on disk are
/// used.
enum TransportContexts {
    private struct Entry {
        let context: NIOSSLContext
        let made: ContinuousClock.Instant
    }

    static let lifetime = Duration.seconds(3_600)
    private static let entries = Mutex<[IMAPEndpoint.TrustRoots: Entry]>([:])

    static func context(trusting roots: IMAPEndpoint.TrustRoots) throws(IMAPError) -> NIOSSLContext {
        let now = ContinuousClock.now
        if let entry = entries.withLock({ $0[roots] }), entry.made.duration(to: now) < lifetime { return entry.context }
        do {
            let context = try NIOSSLContext(configuration: configuration(trusting: roots))
            entries.withLock { $0[roots] = Entry(context: context, made: now) }
            return context
        } catch {
            throw .tlsFailed(.badConfiguration("trusted roots: \(error)"))
        }
    }

    private static func configuration(trusting roots: IMAPEndpoint.TrustRoots) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        switch roots {
        case .system: break
        case .file(let path): configuration.trustRoots = .file(path)
        case .systemAnd(let path): configuration.additionalTrustRoots = [.file(path)]
        }
        return configuration
    }
}
