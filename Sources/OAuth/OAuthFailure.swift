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
        let advice = Cause.advice(on: words, from: provider)
        return switch kind {
        case .permissionGone:
            "\(provider.shown) no longer accepts the stored permission (\(words)). \(advice ?? Cause.usual(at: provider))"
        case .clientRefused:
            "\(provider.shown) does not accept the app (\(words)). "
                + (advice ?? "Check its client id and secret against its registration.")
        case .scopeRefused:
            "\(provider.shown) does not allow the app to ask for mail (\(words)). Add the mail permissions to the app's "
                + "registration."
        case .pending, .slowDown: "\(provider.shown) waits for the person to agree."
        case .denied: "Access was declined at \(provider.shown) (\(words)). Nothing was stored."
        case .expired:
            "\(provider.shown) gives nothing for the code (\(words)). It counts once and for some minutes: start again."
        case .unavailable: "\(provider.shown)'s token server gave no token (\(words)). It is asked again by itself."
        case .other:
            "\(provider.shown)'s token server refused (\(words)). "
                + (advice ?? "Compare the app's registration with the settings, its redirect address too.")
        }
    }

    /// Foreign text may steer a terminal, or be a whole page.
    private static func onOneLine(_ text: String) -> String {
        let clean = text.unicodeScalars.map { scalar in
            scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) ? " " : Character(scalar)
        }
        return clean.count > 300 ? String(clean.prefix(300)) + "…" : String(clean)
    }
}
