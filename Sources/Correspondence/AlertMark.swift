/// The Message-ID of an alert to an operator. It identifies the alert's copy in Sent, which is then left alone: it is no outreach,
/// nobody's answer and part of no conversation, in whatever mailbox it arrives.
package enum AlertMark {
    private static let prefix = "mosaic-alert."

    /// - Parameter key: the alert's own key, letters, digits and dots; the same at every try.
    package static func messageID(of key: String, at domain: String) -> MessageID? {
        MessageID("\(prefix)\(key)@\(domain)")
    }

    /// Whether a mail is such an alert, even after a provider replaced its Message-ID.
    package static func isOn(_ message: IncomingMessage) -> Bool {
        (message.originalIDs + [message.messageID].compactMap(\.self)).contains { $0.text.hasPrefix(prefix) }
    }
}
