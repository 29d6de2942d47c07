package import Correspondence
import Crypto
import Text

/// Gives every mail its Message-ID before it exists: the same step of the same conversation always gets the same one, so
/// a retry, a second process or a restored backup can recognise in Sent what was already sent.
package struct MessageIDMint: Sendable {
    private let key: [UInt8]
    private let instance: String

    /// - Parameters:
    ///   - key: secret and stable, 32 random bytes. Without it nobody can predict an id and forge a reply to it.
    ///   - instance: the name of this installation, so that two with the same key do not collide.
    package init(key: [UInt8], instance: String) {
        self.key = key
        self.instance = instance
    }

    /// The id of one mail, `<40 hex digits@the sender's domain>` (RFC 5322 section 3.6.4).
    ///
    /// It is derived from what the mail is and not from the database's keys: after a backup was restored, keys are given again to
    /// other conversations, while a mail that left since then must still be recognised by its id.
    ///
    /// - Parameters:
    ///   - origin: the beginning of its conversation; never the same for two conversations with one contact.
    ///   - recipient: its recipient's address.
    package func id(
        origin: String, recipient: EmailAddress, step: Int, generation: Int, sender: EmailAddress
    ) -> MessageID {
        var message: [UInt8] = Self.counted(Array(instance.utf8))
        for text in [sender.key, recipient.key, origin] { message += Self.counted(Array(text.utf8)) }
        for number in [step, generation] { message += Self.bigEndian(Int64(number)) }
        return id(of: message, sender)
    }

    /// The id of a campaign's mail. Whether it begins a conversation or continues one, no lasting name of that exists; and after a
    /// backup was restored another account may have the lead. So neither is part of it, except the part after `@`.
    ///
    /// - Parameters:
    ///   - campaign: its name, which is unique.
    ///   - step: its name, unique in the campaign.
    package func id(campaign: String, step: String, recipient: EmailAddress, sender: EmailAddress) -> MessageID {
        var message: [UInt8] = Self.counted(Array(instance.utf8))
        // No address has this form, so these ids equal none of the others.
        for text in ["campaign", campaign, step, recipient.key] { message += Self.counted(Array(text.utf8)) }
        return id(of: message, sender)
    }

    private func id(of message: [UInt8], _ sender: EmailAddress) -> MessageID {
        let mark = HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: key)).prefix(20)
        // A hash and a checked domain are always an id.
        return MessageID("\(Hexadecimal.encoded(mark))@\(sender.domain)")!
    }

    /// The length comes first, so that no instance name can run into the numbers after it.
    private static func counted(_ bytes: [UInt8]) -> [UInt8] { bigEndian(Int64(bytes.count)) + bytes }

    private static func bigEndian(_ number: Int64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
    }
}

// The key makes ids that pass as ours: no description or dump shows it.
extension MessageIDMint: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "MessageIDMint(\(instance))" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: ["instance": instance]) }
}
