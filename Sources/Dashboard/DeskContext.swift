import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Storage

/// A request on its way: who sent it, and from where.
struct DeskContext: RequestContext {
    /// What a form may weigh.
    static let largestForm = 64 * 1_024
    /// What a form may weigh that holds the texts of a campaign.
    static let largestText = 1_024 * 1_024

    var coreContext: CoreRequestContextStorage
    /// The other end of the connection.
    let peer: String
    /// Who sent it, behind a proxy that is believed.
    var origin: String
    /// Whether the browser speaks TLS, as such a proxy says.
    var isSecure = false
    /// Who is logged in, and the token that says so.
    var visitor: Visitor?

    var maxUploadSize: Int { Self.largestForm }

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        peer = source.channel.remoteAddress?.ipAddress ?? "unknown"
        origin = peer
    }

    /// Who is logged in; only pages behind ``LoginCheck`` ask.
    func user() throws -> Visitor {
        guard let visitor else { throw HTTPError(.unauthorized) }
        return visitor
    }
}

/// Somebody who is logged in.
struct Visitor: Sendable {
    let user: UserRecord
    let token: String
    /// What forms carry to show that they are ours.
    let formToken: String

    var isAdmin: Bool { user.role == .admin }
}
