import Correspondence
import Delivery
import IMAP
import Settings
import Storage
import Timing

/// Keeps an inbox read to its end and its tasks done, for as long as the connection holds.
struct InboxWatching: Sendable {
    let reading: InboxReading

    /// - Parameter onReady: called once, after the first full look.
    func run(onReady: () -> Void) async throws {
        let parts = reading.parts
        let actions = MailboxActions(
            parts: parts, account: reading.account, address: reading.settings.address, lease: reading.lease,
            link: reading.link)
        var isReady = false
        try await reading.link.run(interval: parts.settings.pollingInterval) { occasion in
            guard occasion == .news else {
                return MailboxLook(nextTask: try await actions.performDue(admission: reading.admission))
            }
            let agenda = try await reading.catchUp()
            if !isReady {
                isReady = true
                onReady()
            }
            let next = try await actions.performDue(agenda, admission: reading.admission)
            let detail = reading.sent == nil ? "no mailbox for sent mail: nothing is sent" : nil
            try await parts.health.report(
                .watching, detail: detail, checked: true, of: reading.account, in: parts.store)
            return MailboxLook(nextTask: next)
        }
    }
}

/// The same for Sent; each look includes one into all other mailboxes.
struct SentWatching: Sendable {
    let reading: SentReading
    let elsewhere: ElsewhereReading
    let copiesFileThemselves: Bool
    let drafts: (any DraftKeeping)?
    /// Puts our mark into Sent, if one is due.
    let mark: @Sendable () async throws -> Void

    func run() async throws {
        let actions = MailboxActions(
            parts: reading.parts, account: reading.account, address: reading.address, lease: reading.lease,
            link: reading.link, copiesFileThemselves: copiesFileThemselves, drafts: drafts)
        try await reading.link.run(interval: reading.parts.settings.pollingInterval) { occasion in
            if occasion == .tasks {
                let agenda = try await actions.agenda()
                if !agenda.asksForLook { return MailboxLook(nextTask: try await actions.performDue(agenda)) }
            }
            return try await look(actions)
        }
    }

    /// Sent first: replies found elsewhere may be answered there.
    private func look(_ actions: MailboxActions) async throws -> MailboxLook {
        let before = try await reading.parts.store.mailboxes.sentLook(
            of: reading.account, exceptAnswered: reading.link.sparesAnswered)
        let sent = try await reading.catchUp(from: before.cursor, listing: true)
        // The installation that left it must see our mark, too.
        if sent.foundRival { try await mark() }
        reading.link.hasReadMailbox()
        let others = try await elsewhere.look(
            from: sent.hasNew ? nil : before.others, amongst: sent.mailboxes)
        if others.leftMailbox { _ = try await reading.catchUp() }
        let isAsBefore = !sent.hasNew && !others.leftMailbox
        return MailboxLook(
            isWhole: others.isWhole, nextTask: try await actions.performDue(isAsBefore ? before.agenda : nil))
    }
}

extension MailboxAgenda {
    /// A copy is filed only if there is none yet, which a look at Sent tells.
    fileprivate var asksForLook: Bool { due.contains { $0.kind == .fileSentCopy && !$0.isCopyKnown } }
}
