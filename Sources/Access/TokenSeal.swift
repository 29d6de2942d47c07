import Correspondence
import Crypto
package import Settings
import Text

/// Encrypts tokens in the database: AES-GCM with a key derived from `APP_SECRET_KEY` by HKDF.
/// A token sealed for one mailbox and provider opens for no other, so that nobody with write access to the database can move a
/// permission from one account to another.
package struct TokenSeal: Sendable {
    private let key: SymmetricKey
    /// Identifies the `APP_SECRET_KEY` used, without revealing anything about it.
    package let keyID: String

    package init(_ secret: Secret) {
        let material = SymmetricKey(data: Array(secret.revealed.utf8))
        func derived(_ purpose: String, _ count: Int) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(
                inputKeyMaterial: material, info: Array(purpose.utf8), outputByteCount: count)
        }
        key = derived("mosaic oauth", 32)
        keyID = derived("mosaic oauth key id", 8).withUnsafeBytes { Hexadecimal.encoded($0) }
    }

    /// A fresh nonce each time, so that the same tokens never look the same.
    func sealed(_ bytes: [UInt8], for account: EmailAddress, _ provider: TokenProvider) throws -> [UInt8] {
        let box = try AES.GCM.seal(bytes, using: key, authenticating: Self.context(account, provider))
        // A nonce of the usual size always has a combined form.
        return box.combined.map { Array($0) } ?? []
    }

    /// Nil when it was sealed with another key, for another mailbox or provider, or was changed since.
    func opened(_ sealed: [UInt8], for account: EmailAddress, _ provider: TokenProvider) -> [UInt8]? {
        // The reason why it does not open must not be told to the outside.
        guard let box = try? AES.GCM.SealedBox(combined: sealed),
            let bytes = try? AES.GCM.open(box, using: key, authenticating: Self.context(account, provider))
        else { return nil }
        return Array(bytes)
    }

    private static func context(_ account: EmailAddress, _ provider: TokenProvider) -> [UInt8] {
        Array("\(provider.rawValue)\n\(account.key)".utf8)
    }
}
