package import Correspondence
package import Events

extension MailboxActionKind {
    /// The audited event when it is done.
    package var event: Event {
        switch self {
        case .flagForPerson: .mailboxFlagForPerson
        case .markHandled: .mailboxMarkHandled
        case .fileSentCopy: .mailboxFileSentCopy
        case .fileDraft: .mailboxFileDraft
        case .admitAgain: .mailboxTakeInAgain
        }
    }
}
