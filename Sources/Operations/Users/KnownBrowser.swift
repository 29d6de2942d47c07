import Crypto
import Text

/// A browser in which a user has logged in before, by a value that only it holds. Its tries are counted by themselves, so nobody
/// keeps a user out by failing in their name or from their address (OWASP, "Slow Down Online Guessing Attacks with Device Cookies").
///
/// The value is a random number and its HMAC under the user's stored password: nothing is stored, no other user can use it, and a
/// new password voids it. It is no login: the password is still asked for.
package struct KnownBrowser: Sendable, Hashable {
    private static let octets = 16

    private let number: String
    private let proof: String

    /// For the browser to keep.
    package var text: String { "\(number).\(proof)" }

    /// What its failed tries are counted under.
    var key: String { "browser:\(number)" }

    /// A new one.
    ///
    /// - Parameter password: the user's, as stored.
    init(of password: String) {
        number = Base64.encoded([UInt8].fresh(count: Self.octets), as: .url)
        proof = Base64.encoded(Array(Self.code(number, password)), as: .url)
    }

    /// Nil unless it was made for the user who has this stored password.
    init?(_ text: String, of password: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, Base64.decoded(parts[0].utf8, as: .url)?.count == Self.octets,
            let code = Base64.decoded(parts[1].utf8, as: .url),
            HMAC<SHA256>.isValidAuthenticationCode(
                code, authenticating: Self.words(String(parts[0])), using: Self.key(password))
        else { return nil }
        (number, proof) = (String(parts[0]), String(parts[1]))
    }

    private static func code(_ number: String, _ password: String) -> HMAC<SHA256>.MAC {
        HMAC<SHA256>.authenticationCode(for: words(number), using: key(password))
    }

    private static func words(_ number: String) -> [UInt8] { Array("browser:\(number)".utf8) }

    private static func key(_ password: String) -> SymmetricKey { SymmetricKey(data: Array(password.utf8)) }
}
