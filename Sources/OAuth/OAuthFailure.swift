/// Why a token endpoint issued no token.
package struct OAuthFailure: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The permission is gone: only its owner can grant it again. Never worth another try.
        case permissionGone = "invalid_grant"
        /// The app's id or secret is wrong, or the app may not do this.
        case clientRefused = "invalid_client"
        /// The provider does not know or does not allow the request.
        case scopeRefused = "invalid_scope"
        /// Device flow: the person has not decided yet.
        case pending = "authorization_pending"
        /// Device flow: asked too often.
        case slowDown = "slow_down"
        /// The person said no.
        case denied = "access_denied"
        /// The code is too old.
        case expired = "expired_token"
        /// No answer, or an answer "later". The same request may succeed.
        case unavailable
        /// An answer that cannot be understood, or a refusal for another reason.
        case other
    }

    package let kind: Kind
    /// The provider's own words, on one line, without secrets.
    package let words: String
    /// One or two sentences for a person: what happened, and what to do.
    package let description: String

    package var isPassing: Bool { kind == .unavailable }
}

extension OAuthFailure {
    /// - Parameters:
    ///   - code: `error` of RFC 6749 section 5.2.
    ///   - words: `error_description`, for people.
    init(code: String, words: String, provider: OAuthProvider.Name) {
        let kind: Kind =
            switch code {
            // Microsoft: consent, another factor or another password is needed, which only the person can give.
            case "interaction_required", "consent_required", "login_required": .permissionGone
            case "unauthorized_client": .clientRefused
            case "authorization_declined": .denied
            case "temporarily_unavailable", "server_error": .unavailable
            default: Kind(rawValue: code) ?? .other
            }
        self.init(kind, words: words.isEmpty ? code : "\(code): \(words)", provider: provider)
    }

    init(_ kind: Kind, words: String, provider: OAuthProvider.Name) {
        let words = Self.onOneLine(words)
        self.kind = kind
        self.words = words
        description = Self.sentence(kind, words, provider)
    }

    private static func sentence(_ kind: Kind, _ words: String, _ provider: OAuthProvider.Name) -> String {
        switch kind {
        case .permissionGone: gone(words, provider)
        case .clientRefused:
            "\(provider.shown) does not accept the app (\(words)). Check its client id and secret against its registration."
        case .scopeRefused:
            "\(provider.shown) does not allow the app to ask for mail (\(words)). Add the mail permissions to the app's "
                + "registration."
        case .pending, .slowDown: "\(provider.shown) waits for the person to agree."
        case .denied: "Access was declined at \(provider.shown). Nothing was stored."
        case .expired: "The code expired before anybody agreed. Start again."
        case .unavailable: "\(provider.shown)'s token server gave no token (\(words)). It is asked again by itself."
        case .other: "\(provider.shown)'s token server refused (\(words))."
        }
    }

    /// The reasons that providers state, likeliest first.
    private static func gone(_ words: String, _ provider: OAuthProvider.Name) -> String {
        let reasons =
            switch provider {
            case .google:
                "The usual reasons: the OAuth app is still in \"Testing\", where a permission lasts seven days (publish it "
                    + "in the Google Cloud console under OAuth consent screen); access was revoked in the Google account; "
                    + "its password was changed; or the permission was not used for six months."
            case .microsoft where words.contains("AADSTS50173"):
                "The account's password was changed or reset."
            case .microsoft where words.contains("AADSTS70008") || words.contains("AADSTS700082"):
                "The permission was not used for 90 days."
            case .microsoft where words.contains("AADSTS65001"):
                "Nobody has agreed to what the app asks for, or an administrator must."
            case .microsoft:
                "The usual reasons: the password was changed; an administrator ended the sessions or demands another "
                    + "factor; or the permission was not used for 90 days."
            }
        return "\(provider.shown) no longer accepts the stored permission (\(words)). \(reasons)"
    }

    /// Foreign text may steer a terminal, or be a whole page.
    private static func onOneLine(_ text: String) -> String {
        let clean = text.unicodeScalars.map { scalar in
            scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) ? " " : Character(scalar)
        }
        return clean.count > 300 ? String(clean.prefix(300)) + "…" : String(clean)
    }
}
