import Correspondence
package import Delivery
package import Settings
import Storage
import Timing

/// How one account writes: its name and server.
package struct AccountSender: Sendable {
    package let settings: AccountSettings
    package let mailer: any Mailer

    package init(settings: AccountSettings, mailer: any Mailer) {
        self.settings = settings
        self.mailer = mailer
    }

    /// Writes a stage into its conversation.
    func compose(_ claim: FollowUpClaim, _ stage: Stage, mint: MessageIDMint, now: Timestamp) -> OutgoingMail {
        let id = mint.id(
            account: claim.account, thread: claim.thread, step: claim.step, generation: claim.generation,
            sender: settings.address)
        return MailComposer().compose(
            Letter(
                from: Correspondent(address: settings.address, name: settings.name),
                to: Correspondent(address: claim.recipient), subject: Subject.reply(to: claim.threading.subject),
                date: now, messageID: id,
                parent: claim.threading.parent.map {
                    Parent(messageID: $0, references: claim.threading.references.dropLast())
                },
                automation: stage.position == 1 ? .replied : .generated, text: stage.text))
    }

    /// A mail that was composed before, as it goes out again.
    func outgoing(_ kept: RenderedMail, to recipient: EmailAddress) -> OutgoingMail {
        OutgoingMail(messageID: kept.messageID, sender: settings.address, recipient: recipient, bytes: kept.bytes)
    }
}
