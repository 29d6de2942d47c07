import Correspondence
import Events
import IMAP
import Observability
import Reading
import Settings
import Storage
import Timing

/// People who answer by hand mark the message (`\Answered`), even if their program files no copy. Mosaic never sets that flag; but
/// Gmail, which files every answer, may set it for mail that we send through it.
extension EngineParts {
    /// - Parameter address: the account's own address, for the log.
    func noteAnswered(_ messages: [MessageKey], at address: EmailAddress, under lease: Lease) async throws {
        guard !messages.isEmpty else { return }
        guard let taken = try await store.messages.noteAnswered(messages, under: lease) else { throw LeaseLost() }
        for conversation in taken {
            log.event(.conversationPersonAnswered, ["thread": conversation, "account": address])
            notices.changed(conversation)
        }
    }
}

/// Which replies outside the inbox were answered by hand. Their UIDs are not known, so they are searched for by their Message-IDs.
struct AnsweredElsewhere: Sendable {
    /// The connection that looks into other mailboxes.
    let link: MailboxLink
    let troubles: FetchTroubles

    /// The number of ids in one search.
    static let askedAtOnce = 10

    /// Selects the mailboxes in which they lie, one after the other.
    func among(_ replies: [FiledReply]) async throws -> [MessageKey] {
        var answered: [MessageKey] = []
        for (mailbox, replies) in Dictionary(grouping: replies, by: \.mailbox).sorted(by: { $0.key < $1.key }) {
            guard troubles.mayLook(into: mailbox, for: .answers) else { continue }
            do {
                answered += try await look(into: MailboxName(mailbox), for: replies)
                troubles.looked(into: mailbox, for: .answers)
            } catch let error as IMAPError {
                if error != .cancelled { troubles.failedToLook(into: mailbox, for: .answers) }
                // It is gone, or may not be looked at any more.
                guard error.leavesConnectionOpen, !error.isPassing else { throw error }
            }
        }
        return answered
    }

    private func look(into mailbox: MailboxName, for replies: [FiledReply]) async throws -> [MessageKey] {
        _ = try await link.connection.select(mailbox, readOnly: true)
        var answered: [MessageKey] = []
        for start in stride(from: 0, to: replies.count, by: Self.askedAtOnce) {
            let some = replies[start..<min(start + Self.askedAtOnce, replies.count)]
            let uids = try await link.connection.search(criteria(for: some))
            guard !uids.isEmpty else { continue }
            let found = try await link.connection.fetch(UIDSet(uids), [.body(Self.id)])
            let ids = Set(found.compactMap { HeaderSummary(glancingAt: $0.header ?? []).messageID })
            answered += some.filter { ids.contains($0.messageID) }.map(\.key)
        }
        return answered
    }

    private static let id = Section.headerFields(["Message-ID"])

    /// Flag and date come first: a server need not open a mail for them.
    private func criteria(for replies: ArraySlice<FiledReply>) -> SearchCriteria {
        let oldest = replies.map(\.receivedAt).min() ?? .epoch
        let day = CalendarDay(secondsSince1970: max(.epoch, oldest - .seconds(86_400)).secondsSince1970)
        let ids = replies.map { SearchCriteria.header("Message-ID", $0.messageID.text) }
        return .and([.answered, .since(day), ids.dropFirst().reduce(ids[0]) { .or($0, $1) }])
    }
}
