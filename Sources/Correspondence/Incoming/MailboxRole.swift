/// The mailboxes of an account that are watched.
package enum MailboxRole: String, CaseIterable, Sendable, Codable {
    case inbox, sent
}

/// A task in a mailbox.
package enum MailboxActionKind: String, CaseIterable, Sendable, Codable {
    /// Remove \Seen and add `$MosaicHuman`.
    case flagForPerson = "flag_for_person"
    /// Add \Seen.
    case markHandled = "mark_handled"
    /// APPEND our mail to Sent, unless the server has filed it.
    case fileSentCopy = "file_sent_copy"
    /// APPEND the mail to Drafts for a person to send.
    case fileDraft = "file_draft"
    /// Fetch a message again, now that its outreach is known.
    case admitAgain = "take_in_again"

    /// The mailbox in which to do it.
    package var role: MailboxRole {
        switch self {
        case .flagForPerson, .markHandled, .admitAgain: .inbox
        case .fileSentCopy, .fileDraft: .sent
        }
    }

    /// Whether it sets flags, which may be done twice.
    package var setsFlags: Bool {
        switch self {
        case .flagForPerson, .markHandled: true
        case .fileSentCopy, .fileDraft, .admitAgain: false
        }
    }
}

package enum MailboxActionState: String, CaseIterable, Sendable, Codable {
    case pending
    /// Done, and read back where the server shows it.
    case done
    /// The message is no longer there.
    case gone
    /// Given up.
    case failed
}
