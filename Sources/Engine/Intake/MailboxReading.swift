import Correspondence
import IMAP
import Reading
import Storage
import Timing

/// The parts that both mailboxes of an account need while being read.
enum MailboxReading {
    /// Messages whose headers are fetched and admitted at a time.
    static let batchSize = 50
    /// Octets fetched of a reply; a longer one is cut, and a cut reply never earns an automatic answer.
    static let maxOctets: UInt32 = 2 << 20
    /// How far back Sent is indexed on first sight, and the most messages of it.
    static let sentHistory = Duration.seconds(90 * 86_400)
    static let sentHistoryLimit = 20_000
    /// A Gmail label, and so a mailbox, for mail that waits for a person: Gmail's pages and apps show no keywords.
    static let personLabel: MailboxName = "Mosaic/Waits for you"

    /// UIDs above `cursor`, ascending, and any additional items, in one round trip.
    ///
    /// Asked in two ways, since some servers leave out of one answer what they name in the other. Flags and not sizes, which make some
    /// servers convert each message.
    static func news(
        above cursor: UInt32, and further: FurtherQuestions, on connection: IMAPConnection
    ) async throws -> (uids: [UID], further: MailboxNews?) {
        guard let first = UID(rawValue: cursor &+ 1) else { return ([], nil) }
        let news = try await connection.news(from: first, and: further)
        var uids = Set(news.fetched)
        do { uids.formUnion(try news.searched.get()) } catch {
            // A server without this search is asked in the other way only.
            guard error.leavesConnectionOpen, !error.isPassing else { throw error }
        }
        return (uids.sorted(), news)
    }

    /// The highest UID in the mailbox now; 0 when it is empty.
    static func highestUID(of mailbox: SelectedMailbox, on connection: IMAPConnection) async throws -> UInt32 {
        if let next = mailbox.uidNext { return next.rawValue - 1 }
        return try await connection.search(.all).last?.rawValue ?? 0
    }

    /// The newest date among the last hundred UIDs, by the server's clock; recently moved mail may carry old dates.
    static func newestDate(upTo highest: UInt32, on connection: IMAPConnection) async throws -> Timestamp? {
        let uids = (highest - min(highest, 99)...highest).compactMap { UID(rawValue: $0) }
        guard !uids.isEmpty else { return nil }
        let dates = try await connection.fetch(UIDSet(uids), [.internalDate]).compactMap(\.internalDate)
        return dates.map(\.secondsSince1970).max().map { Timestamp(secondsSince1970: $0) }
    }

    /// UIDs of mail that arrived at or after `instant`. The server's day may differ from ours by a day.
    static func uids(since instant: Timestamp, on connection: IMAPConnection) async throws -> [UID] {
        let day = CalendarDay(secondsSince1970: max(.epoch, instant - .seconds(86_400)).secondsSince1970)
        return try await connection.search(.since(day))
    }

    /// The fields read of a mail in Sent: with these a long history is indexed by a tenth of its headers.
    static let sentHeader = Section.headerFields(HeaderSummary.fieldNames)

    static func headerItems(of connection: IMAPConnection, _ header: Section = .header) -> [FetchItem] {
        let items: [FetchItem] = [.size, .internalDate, .body(header, partial: .init(count: 256 << 10))]
        return connection.capabilities.contains(.gmailExtensions) ? items + [.gmailThreadID] : items
    }
}

extension IncomingMessage {
    /// A fetched message in the form that intake wants.
    init(
        _ fetched: FetchedMessage, account: AccountID, role: MailboxRole, uidValidity: UIDValidity,
        header: HeaderSummary, isReport: Bool = false, elsewhere: Elsewhere? = nil, now: Timestamp
    ) {
        self.init(
            location: MessageLocation(
                account: account, role: role, uidValidity: uidValidity.rawValue, uid: fetched.uid.rawValue,
                elsewhere: elsewhere),
            messageID: header.messageID, inReplyTo: header.inReplyTo, references: header.references,
            gmailThreadID: fetched.gmailThreadID.map(String.init), from: header.from,
            replyTo: header.replyTo?.address, to: header.to + header.cc, subject: header.subject,
            receivedAt: fetched.internalDate.map { Timestamp(secondsSince1970: $0.secondsSince1970) } ?? now,
            isReport: isReport)
        bcc = header.bcc
        originalIDs = header.originalIDs
    }
}

extension FetchedMessage {
    /// The header, or the requested fields of it, however the server repeats their names.
    var header: [UInt8]? {
        sections[.header]
            ?? sections.first { section, _ in
                if case .headerFields = section.content { true } else { false }
            }?.value
    }
}
