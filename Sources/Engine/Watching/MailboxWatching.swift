import Correspondence
import Delivery
import IMAP
import Settings
import Storage
import Timing

/// Keeps an inbox read to its end and its actions done, for as long as the connection holds.
struct InboxWatching: Sendable {
    let reading: InboxReading

    /// - Parameter onReady: called once, after the first full look.
    func run(onReady: () -> Void) async throws {
        let parts = reading.parts
        let actions = MailboxActions(
            parts: parts, account: reading.account, address: reading.settings.address, lease: reading.lease,
            link: reading.link)
        var isReady = false
        try await reading.link.run(interval: parts.settings.pollingInterval) {
            try await reading.catchUp()
            if !isReady {
                isReady = true
                onReady()
            }
            let next = try await actions.performDue(admission: reading.admission)
            let detail = reading.sent == nil ? "no mailbox for sent mail: nothing is sent" : nil
            try await parts.health.report(
                .watching, detail: detail, checked: true, of: reading.account, in: parts.store)
            return MailboxLook(nextTask: next)
        }
    }
}

/// The same for Sent, and a look into all other mailboxes each time.
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
        try await reading.link.run(interval: reading.parts.settings.pollingInterval) {
            // Whoever left it must see us, too.
            if try await reading.catchUp() { try await mark() }
            reading.link.hasReadMailbox()
            let look = try await elsewhere.look()
            if look.leftMailbox { try await reading.catchUp() }
            return MailboxLook(isWhole: look.isWhole, nextTask: try await actions.performDue())
        }
    }
}
