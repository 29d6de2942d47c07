package import Correspondence
import Crypto
import Text

/// Gives every mail its Message-ID before it exists: the same stage of the same conversation always gets the same one, so
/// a retry, a second process or a restored backup can recognise in Sent what was already sent.
package struct MessageIDMint: Sendable {
    private let key: [UInt8]
    private let instance: String

    /// - Parameters:
    ///   - key: secret and stable; 32 random bytes are right. Without it nobody can foresee an id and forge a reply to it.
    ///   - instance: the name of this installation, so that two with one key do not meet.
    package init(key: [UInt8], instance: String) {
        self.key = key
        self.instance = instance
    }

    /// The id of one mail, `<40 hex digits@the sender's domain>` (RFC 5322 section 3.6.4).
    ///
    /// It is made of what the mail is and not of numbers that the database gives out: after a backup was restored those are
    /// given again, to other conversations, while a mail that left since then is still recognised by its id.
    ///
    /// - Parameters:
    ///   - origin: what began its conversation; of two conversations with one contact never the same.
    ///   - recipient: whom it goes to.
    package func id(
        origin: String, recipient: EmailAddress, step: Int, generation: Int, sender: EmailAddress
    ) -> MessageID {
        var message: [UInt8] = Self.counted(Array(instance.utf8))
        for text in [sender.key, recipient.key, origin] { message += Self.counted(Array(text.utf8)) }
        for number in [step, generation] { message += Self.bigEndian(Int64(number)) }
        return id(of: message, sender)
    }

    /// The id of a mail of a campaign. It begins a conversation or goes on with one, so that names nothing that lasts; and after
    /// a backup was restored another account may have the lead. So neither is in it, but the part behind `@`.
    ///
    /// - Parameters:
    ///   - campaign: its name; no two campaigns have the same.
    ///   - step: its name in the campaign.
    package func id(campaign: String, step: String, recipient: EmailAddress, sender: EmailAddress) -> MessageID {
        var message: [UInt8] = Self.counted(Array(instance.utf8))
        // No address is called so: these ids are none of the others.
        for text in ["campaign", campaign, step, recipient.key] { message += Self.counted(Array(text.utf8)) }
        return id(of: message, sender)
    }

    private func id(of message: [UInt8], _ sender: EmailAddress) -> MessageID {
        let mark = HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: key)).prefix(20)
        // A hash and a checked domain are always an id.
        return MessageID("\(Hexadecimal.encoded(mark))@\(sender.domain)")!
    }

    /// The length first: no instance name can run into the numbers after it.
    private static func counted(_ bytes: [UInt8]) -> [UInt8] { bigEndian(Int64(bytes.count)) + bytes }

    private static func bigEndian(_ number: Int64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
    }
}

// The key makes ids that pass for ours: no description or dump shows it.
extension MessageIDMint: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "MessageIDMint(\(instance))" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: ["instance": instance]) }
}
