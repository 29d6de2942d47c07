import Correspondence
import Reading
package import Storage
import Templates

extension MailRecord {
    /// Its text for its recipient: as written, once it was written; before that, rendered with the values known now. A value that is
    /// still missing is left blank.
    package var words: String? {
        if let rendered, let own = MailReader().ownWords(of: rendered) { return own }
        guard campaign == nil, let text else { return text }
        let contact = Correspondent(address: recipient, name: contactName)
        let sender = writer ?? Correspondent(address: account)
        let values = MailFields.values(to: contact, from: sender).mapValues { TemplateValue.string($0) }
        let key = MailFields.drawKey(conversation, step: step, generation: generation)
        // A template that cannot be read is shown unchanged.
        return
            (try? Template.compile(text, mode: .text).render(
                fields: TemplateFields(values), draw: TemplateDraw(key: key.utf8), missing: .blank)) ?? text
    }

    /// Which of somebody's mails it is: `stage 2`, or `spring: reminder` for a campaign.
    package var name: String {
        guard let campaign else { return "stage \(step)" }
        return "\(campaign): \(campaignStep ?? "step \(step)")"
    }
}
