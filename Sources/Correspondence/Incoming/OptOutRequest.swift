/// The mail by which somebody opts out with the button of their mail program: List-Unsubscribe (RFC 2369 section 3.2) names
/// an address and a subject, and the subject names the mail of ours that is answered so.
///
/// Such a mail has no In-Reply-To, comes from whichever address the program likes, and says nothing of its own. That it knows
/// the id of our mail, which cannot be guessed, proves that it comes from somebody who has it.
package enum OptOutRequest {
    private static let word = "unsubscribe "

    /// What its subject says.
    package static func subject(for mail: MessageID) -> String { word + mail.text }

    /// The mail of ours that a subject names; nil when it is no such request.
    package static func mail(in subject: String) -> MessageID? {
        guard subject.utf8.count > word.utf8.count, subject.lowercased().hasPrefix(word) else { return nil }
        let rest = subject.dropFirst(word.count)
        return rest.contains("@") && !rest.contains(" ") ? MessageID(String(rest)) : nil
    }
}
