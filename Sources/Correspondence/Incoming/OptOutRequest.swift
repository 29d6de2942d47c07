/// The mail that a mail program sends when somebody presses its unsubscribe button: List-Unsubscribe (RFC 2369 section 3.2)
/// names an address and a subject, and the subject names our mail.
///
/// Such a mail has no In-Reply-To, comes from any address the program likes, and has no text of its own. It knows the id of our
/// mail, which cannot be guessed; that proves that it comes from somebody who has the mail.
package enum OptOutRequest {
    private static let word = "unsubscribe "

    /// The subject of a request about `mail`.
    package static func subject(for mail: MessageID) -> String { word + mail.text }

    /// The mail of ours that a subject names; nil when it is not such a request.
    package static func mail(in subject: String) -> MessageID? {
        guard subject.utf8.count > word.utf8.count, subject.lowercased().hasPrefix(word) else { return nil }
        let rest = subject.dropFirst(word.count)
        return rest.contains("@") && !rest.contains(" ") ? MessageID(String(rest)) : nil
    }
}
