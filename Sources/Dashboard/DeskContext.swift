import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Storage

/// A request with its sender and origin.
struct DeskContext: RequestContext {
    /// The largest ordinary form.
    static let largestForm = 64 * 1_024
    /// The largest form with the texts of a campaign.
    static let largestText = 1_024 * 1_024

    var coreContext: CoreRequestContextStorage
    /// The other end of the connection.
    let peer: String
    /// The network address of the sender, behind a trusted proxy.
    var origin: String
    /// Whether the browser uses TLS, according to such a proxy.
    var isSecure = false
    /// The user who is logged in, with their token.
    var visitor: Visitor?

    var maxUploadSize: Int { Self.largestForm }

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        peer = source.channel.remoteAddress?.ipAddress ?? "unknown"
        origin = peer
    }

    /// The user who is logged in; only pages behind ``LoginCheck`` ask.
    func user() throws -> Visitor {
        guard let visitor else { throw HTTPError(.unauthorized) }
        return visitor
    }
}

/// A user who is logged in.
struct Visitor: Sendable {
    let user: UserRecord
    let token: String
    /// The token that forms carry to prove that they are ours.
    let formToken: String

    var isAdmin: Bool { user.role == .admin }
}
