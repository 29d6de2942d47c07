/// What the Message-ID of a mail says that tells an operator something. By it the mail's copy in Sent is known, and left alone: it
/// is no outreach, nobody's answer and part of no conversation, whoever it went to.
package enum AlertMark {
    private static let prefix = "mosaic-alert."

    /// - Parameter key: of the alert, letters, digits and dots; the same at every try.
    package static func messageID(of key: String, at domain: String) -> MessageID? {
        MessageID("\(prefix)\(key)@\(domain)")
    }

    /// Whether a mail is such an alert, also after a provider replaced its Message-ID.
    package static func isOn(_ message: IncomingMessage) -> Bool {
        (message.originalIDs + [message.messageID].compactMap(\.self)).contains { $0.text.hasPrefix(prefix) }
    }
}
