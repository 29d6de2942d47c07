package import Correspondence
import Crypto
import Text

/// Makes the tokens of opt-out links: an address, sealed with the installation's secret.
///
/// A token contains everything it means, so it works as long as the secret does, whatever backup the database came from, and needs
/// no row. Nobody else can make one or read its address. The same address always has the same token: a mail is the same at every
/// try. The nonce is derived from the address with a separate key, so that no nonce serves two addresses.
package struct OptOutSeal: Sendable {
    private let key: SymmetricKey
    private let nonceKey: SymmetricKey

    /// Nonce, the longest address, and tag, in Base 64.
    private static let longest = (12 + 254 + 16) * 4 / 3 + 4

    package init(secret: [UInt8]) {
        func derived(_ purpose: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(
                inputKeyMaterial: SymmetricKey(data: secret), info: Array(purpose.utf8), outputByteCount: 32)
        }
        key = derived("mosaic opt-out")
        nonceKey = derived("mosaic opt-out nonce")
    }

    /// Letters, digits, `-` and `_`.
    package func token(of address: EmailAddress) -> String {
        let text = Array(address.key.utf8)
        let mark = HMAC<SHA256>.authenticationCode(for: text, using: nonceKey).prefix(12)
        // Twelve bytes are a nonce, and an address is short enough to be sealed: neither can fail.
        guard let nonce = try? AES.GCM.Nonce(data: Array(mark)),
            let box = try? AES.GCM.seal(text, using: key, nonce: nonce).combined
        else { return "" }
        return Base64.encoded(Array(box), as: .url)
    }

    /// The address of a token; nil where the token is not ours.
    package func address(in token: String) -> EmailAddress? {
        guard token.utf8.count <= Self.longest, let bytes = Base64.decoded(Array(token.utf8), as: .url),
            // The reason why it does not open must not be told to the outside.
            let box = try? AES.GCM.SealedBox(combined: bytes), let text = try? AES.GCM.open(box, using: key)
        else { return nil }
        return EmailAddress(String(decoding: text, as: UTF8.self))
    }
}

/// The links themselves.
package struct OptOutLinks: Sendable {
    /// The path after the public address.
    package static let path = "/u/"

    private let base: String
    private let seal: OptOutSeal

    /// - Parameter base: an https address at which the desk can be reached from outside, without a slash at its end.
    package init(at base: String, _ seal: OptOutSeal) {
        self.base = base
        self.seal = seal
    }

    package func link(for address: EmailAddress) -> String { base + Self.path + seal.token(of: address) }
}
