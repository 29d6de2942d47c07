import Correspondence
import Reading
import Storage

/// Recognises our drafts among the mails of a Sent mailbox that carry no id of ours.
struct DraftRecognition: Sendable {
    private let drafts: [WaitingDraft]

    /// Looks up the drafts that wait for the recipients of these messages. Mosaic's own mails carry their ids, so this costs
    /// nothing for them.
    init(of messages: [IncomingMessage], from account: AccountID, _ parts: EngineParts) async throws {
        let people = messages.filter(\.originalIDs.isEmpty).flatMap { $0.recipients.map(\.address) }
        let records = try await parts.store.outbox.waitingDrafts(of: account, to: people)
        drafts = records.compactMap { WaitingDraft($0, parts.reader) }
    }

    /// Whether it takes the text of a mail to decide what it is.
    func wantsText(of message: IncomingMessage) -> Bool {
        message.originalIDs.isEmpty && drafts.contains { $0.isInPlace(message) }
    }

    func trace(of message: IncomingMessage, saying text: String?) -> DraftTrace? {
        guard message.originalIDs.isEmpty, !drafts.isEmpty else { return nil }
        return DraftTrace(of: message, saying: text, among: drafts)
    }
}

extension WaitingDraft {
    /// Mails that were rendered can be read.
    fileprivate init?(_ record: DraftRecord, _ reader: MailReader) {
        guard let mail = try? reader.read(record.rendered, receivedAt: record.madeAt, ownAddresses: []) else {
            return nil
        }
        self.init(
            id: record.id, recipient: record.recipient, subject: mail.headers.subject,
            parent: mail.headers.answers.first, text: mail.body.own, madeAt: record.madeAt)
    }
}
