package import Correspondence
import Outreach
package import Storage
import Templates

/// Checks whether the mails of a campaign can be written to its leads, however many there are: texts are compiled once, each lead's
/// fields are read once, and a text without fields of its sender is written for one sender only.
package struct CampaignProof: Sendable {
    /// Why a mail cannot be written.
    package struct Fault: Sendable, Hashable {
        package let address: EmailAddress
        package let step: String
        package let problem: String
    }

    private struct Way: Sendable {
        let step: CampaignStepRecord
        let template: Result<MailTemplate, MailTemplateError>
        let namesSender: Bool
    }

    private let whole: WholeCampaign
    private let writer: CampaignWriter
    private let ways: [Way]

    package init(_ whole: WholeCampaign, _ writer: CampaignWriter) {
        self.whole = whole
        self.writer = writer
        let subject = whole.subject
        ways = whole.steps.filter { !$0.step.isRetired }.flatMap(\.ways).map { step in
            let template = Result { () throws(MailTemplateError) in
                try writer.template(step.template, opening: subject)
            }
            return Way(
                step: step, template: template, namesSender: (try? template.get()).map(Self.namesSender) ?? false)
        }
    }

    /// A text that uses a field of the sender may come out differently for each; a signature added below does not.
    private static func namesSender(_ template: MailTemplate) -> Bool {
        template.variables.contains { name in
            let name = name.lowercased()
            return name.contains("sender") || name.contains("signature")
        }
    }

    /// The reason why a mail of the lead cannot be written, in any variant that it may draw. A lead without an account yet may get
    /// any account: a value that one of them lacks is the account's fault, not the lead's.
    package func fault(of lead: PlanningLead) -> Fault? {
        let own = whole.accounts.filter { $0.account == lead.account }
        let accounts = own.isEmpty ? whole.accounts.filter { $0.weight > 0 } : own
        let values = CampaignWriter.values(lead.fields)
        let people = lead.recipients.filter { !$0.isSuppressed }.map { person in
            (person, values.merging(CampaignWriter.values(person.fields)))
        }
        var first: Fault?
        for account in ways.contains(where: \.namesSender) ? accounts[...] : accounts.prefix(1) {
            guard let fault = fault(of: lead, people, from: account) else { return nil }
            first = first ?? fault
        }
        return first
    }

    private func fault(
        of lead: PlanningLead, _ people: [(PlanningLead.Person, TemplateFields)], from account: CampaignAccount
    ) -> Fault? {
        for (person, values) in people {
            for way in ways where person.sent[way.step.step.id] == nil {
                let fields = CampaignWriter.fields(values, person.address, account, whole.campaign, way.step)
                do { _ = try writer.render(way.template.get(), of: way.step, for: lead.id, fields) } catch {
                    return Fault(address: person.address, step: way.step.name, problem: "\(error)")
                }
            }
        }
        return nil
    }
}
