import Correspondence
import OAuth
import Settings
import Storage
import Text
import Timing

/// A permission with its tokens in the clear: in memory only, and for as long as one login needs it.
struct OpenGrant: Sendable {
    var refreshToken: String
    var accessToken: String

    init(refreshToken: String, accessToken: String) {
        self.refreshToken = refreshToken
        self.accessToken = accessToken
    }

    /// Nil when the seal does not open, or holds something else.
    init?(_ row: SealedGrant, _ provider: TokenProvider, _ seal: TokenSeal) {
        guard row.provider == provider.rawValue,
            let bytes = seal.opened(row.sealed, for: row.account, provider), let json = try? JSON(reading: bytes),
            let refreshToken = json["refresh"]?.text, let accessToken = json["access"]?.text
        else { return nil }
        self.init(refreshToken: refreshToken, accessToken: accessToken)
    }

    func sealed(
        for account: EmailAddress, _ provider: TokenProvider, _ seal: TokenSeal, scope: String, expiresAt: Timestamp
    ) throws -> SealedGrant {
        let json: JSON = ["refresh": refreshToken, "access": accessToken]
        return SealedGrant(
            account: account, provider: provider.rawValue,
            sealed: try seal.sealed(Array(json.description.utf8), for: account, provider), keyID: seal.keyID,
            scope: scope, expiresAt: expiresAt)
    }
}

extension OpenGrant: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    var description: String { "OpenGrant" }
    var debugDescription: String { description }
    var customMirror: Mirror { Mirror(self, children: []) }
}
