import Correspondence
import IMAP
import Reading
import Settings
import Storage
import Timing

/// Separates mail that concerns ours from everything else in one of the other mailboxes.
struct ElsewhereSorting: Sendable {
    let parts: EngineParts
    let account: AccountID
    /// The connection, which has that mailbox selected.
    let link: MailboxLink
    let uidValidity: UIDValidity
    let troubles: FetchTroubles
    let elsewhere: Elsewhere
    /// The inbox's baseline tells which mail is new, here too.
    let inbox: MailboxCursor
    /// In a first look, older mail was there before and does not concern us; nil in later looks: mail with a new UID and an old
    /// date was moved there, and is for a person.
    let since: Timestamp?

    /// Mail sent from one of our addresses.
    func sent(among fetched: [FetchedMessage], _ care: IntakeCare) async throws -> ElsewhereFinds {
        let ours = fetched.map { message(of: $0, .sent, care) }.filter { message in
            isInTime(message) && message.from.map { parts.ownAddresses.contains($0.address) } ?? false
        }
        let drafts = try await DraftRecognition(of: ours, from: account, parts)
        var finds = ElsewhereFinds()
        for message in ours {
            var text: String?
            if care == .whole, drafts.wantsText(of: message) {
                text = ReadSentText(of: try await source(of: message), message, parts)?.own
            }
            finds.sent.append(SentMail(message, draft: drafts.trace(of: message, saying: text)))
        }
        return finds
    }

    func replies(among fetched: [FetchedMessage], _ care: IntakeCare) async throws -> ElsewhereFinds {
        var finds = ElsewhereFinds()
        for fetched in fetched {
            let message = message(of: fetched, .inbox, care)
            guard isInTime(message) else { continue }
            if care == .whole {
                try await note(message, size: fetched.size, &finds)
            } else {
                finds.replies.append(Admission(message, try await triage.quarantine(of: message)))
            }
        }
        return finds
    }

    private func note(_ message: IncomingMessage, size: UInt64?, _ finds: inout ElsewhereFinds) async throws {
        let arrival = try await triage.arrival(of: message, size: size, beforeBaseline: isOld(message))
        guard case .reply(let link, _, _, _) = arrival else {
            if arrival == .ignored(.notAReply), !message.referencedIDs.isEmpty { finds.unlinked.append(message) }
            return
        }
        // In Junk a writer's address is no evidence.
        if elsewhere.isUnwanted, link.linkage == .subject { return }
        finds.replies.append(Admission(message, arrival))
    }

    private func isInTime(_ message: IncomingMessage) -> Bool { since.map { message.receivedAt >= $0 } ?? true }

    /// In a first look no UID tells what was there before the inbox's baseline, so the date must decide, to the second.
    private func isOld(_ message: IncomingMessage) -> Bool {
        let backlog = parts.settings.initialBacklog
        let first = Timestamp(secondsSince1970: inbox.armedAt.secondsSince1970) - (backlog ?? .zero)
        if since != nil, message.receivedAt < first { return true }
        return inbox.predates(message.receivedAt, backlog: backlog)
    }

    private func message(of fetched: FetchedMessage, _ role: MailboxRole, _ care: IntakeCare) -> IncomingMessage {
        let block = care == .unread ? [] : fetched.sections[.header] ?? []
        // A header that cannot be parsed still names its ids.
        let read = care == .whole ? try? parts.reader.readHeaders(block) : nil
        return IncomingMessage(
            fetched, account: account, role: role, uidValidity: uidValidity,
            header: read?.summary ?? HeaderSummary(glancingAt: block), isReport: read?.isReport ?? false,
            elsewhere: elsewhere, now: parts.clock.now)
    }

    /// Sent was read just before, on this very connection.
    private var triage: ReplyTriage { ReplyTriage(parts: parts, sent: nil, source: source) }

    private func source(of message: IncomingMessage) async throws -> [UInt8] {
        guard let uid = UID(rawValue: message.location.uid) else { return [] }
        let place = FetchTroubles.Place(
            role: .inbox, uidValidity: uidValidity, uid: uid, isText: true, mailbox: elsewhere.mailbox)
        guard !troubles.isGivenUp(place) else { return [] }
        let items: [FetchItem] = [.body(.full, partial: .init(count: MailboxReading.maxOctets))]
        do { return try await link.connection.fetch(UIDSet(uid), items).first?.sections[.full] ?? [] } catch {
            if error.leavesNoConnection { troubles.noteFailure(of: [place]) }
            // What cannot be had is for a person, unread; the others must not wait for it.
            guard error.leavesConnectionOpen, !error.isPassing else { throw error }
            return []
        }
    }
}
