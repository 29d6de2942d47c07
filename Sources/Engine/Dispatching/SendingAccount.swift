import Correspondence
package import Delivery
package import Settings
import Storage
import Templates
import Timing

/// How one account writes: its name and its mailer.
package struct SendingAccount: Sendable {
    package let settings: AccountSettings
    /// Nil: nothing can be sent from it.
    package let mailer: (any Mailer)?

    package init(settings: AccountSettings, mailer: (any Mailer)?) {
        self.settings = settings
        self.mailer = mailer
    }

    /// The name of its outlet in log lines.
    var protocolName: String { settings.outlet?.protocolName ?? "IMAP" }

    /// Writes a mail into its conversation.
    ///
    /// - Throws: when its text needs something that is not known of this contact.
    /// - Parameter links: the links by which recipients of outreach opt out; nil: by mail only.
    func compose(
        _ claim: MailClaim, mint: MessageIDMint, links: OptOutLinks? = nil, now: Timestamp
    ) throws(TemplateError) -> OutgoingMail {
        let sender = sender(of: claim)
        let id = mint.id(of: claim, from: sender.address)
        let parent = claim.kind == .opening ? nil : claim.threading.parent
        return MailComposer().compose(
            Letter(
                from: sender,
                to: Correspondent(address: claim.recipient), subject: subject(of: claim),
                date: now, messageID: id,
                parent: parent.map { Parent(messageID: $0, references: claim.threading.references.dropLast()) },
                automation: claim.automation, text: try text(of: claim, from: sender), html: claim.html,
                offersOptOut: claim.purpose == .outreach,
                optOutLink: claim.purpose == .outreach ? links?.link(for: claim.recipient) : nil))
    }

    /// The mail's text for this contact. A campaign renders its own texts before it plans them.
    private func text(of claim: MailClaim, from sender: Correspondent) throws(TemplateError) -> String {
        guard claim.purpose == .answer else { return claim.text }
        let contact = Correspondent(address: claim.recipient, name: claim.contactName)
        let values = MailFields.values(to: contact, from: sender).mapValues { TemplateValue.string($0) }
        let key = MailFields.drawKey(claim.conversation, step: claim.step, generation: claim.generation)
        return try Template.compile(claim.text, mode: .text).render(
            fields: TemplateFields(values), draw: TemplateDraw(key: key.utf8))
    }

    /// As the contact knows us: with the address and the name that our first mail came from.
    private func sender(of claim: MailClaim) -> Correspondent {
        let address = settings.sender(knownAs: claim.writer?.address) ?? settings.address
        return Correspondent(address: address, name: claim.writer?.name ?? settings.name)
    }

    private func subject(of claim: MailClaim) -> String {
        let subject = claim.subject ?? claim.threading.subject
        return claim.kind == .opening ? subject : Subject.reply(to: subject)
    }

    /// A mail that was composed before, as it is sent again.
    func outgoing(_ kept: RenderedMail, _ claim: MailClaim) -> OutgoingMail {
        OutgoingMail(
            messageID: kept.messageID, sender: sender(of: claim).address, recipient: claim.recipient, bytes: kept.bytes)
    }
}

extension MessageIDMint {
    fileprivate func id(of claim: MailClaim, from sender: EmailAddress) -> MessageID {
        if let mail = claim.outreach {
            return id(campaign: mail.campaign, step: mail.step, recipient: claim.recipient, sender: sender)
        }
        return id(
            origin: claim.origin, recipient: claim.recipient, step: claim.step, generation: claim.generation,
            sender: sender)
    }
}

extension MailClaim {
    /// Only answers are automatic replies (RFC 3834 section 5); outreach counts as a person's mail sent at its time.
    fileprivate var automation: Letter.Automation? {
        switch (purpose, kind) {
        case (.outreach, _): nil
        case (.answer, .answer): .replied
        case (.answer, .followUp), (.answer, .opening): .generated
        }
    }
}
