import Campaigning
import Correspondence
package import Outreach
package import Storage
import Templates
package import Text

/// A campaign's file, tried without a database.
package struct TemplateCheck: Sendable {
    package struct Step: Sendable, Hashable {
        package let name: String
        /// The fields that it looks at.
        package let fields: [String]
        /// Why it cannot be used; nil when it can.
        package let fault: String?
    }

    package let campaign: String
    package let steps: [Step]

    package var isGood: Bool { steps.allSatisfy { $0.fault == nil } }

    package init(of draft: CampaignDraft) {
        campaign = draft.name
        let subject = draft.steps.first?.subject
        steps = draft.steps.flatMap { step -> [Step] in
            guard !step.variants.isEmpty else {
                let words = CampaignDraft.Variant(
                    name: "", subject: step.subject ?? subject, text: step.text, html: step.html)
                return [Step(step.name, saying: words)]
            }
            return step.variants.map { variant in
                var words = variant
                words.subject = variant.subject ?? subject
                return Step("\(step.name)/\(variant.name)", saying: words)
            }
        }
    }
}

extension TemplateCheck.Step {
    fileprivate init(_ name: String, saying words: CampaignDraft.Variant) {
        let source = MailTemplate.Source(subject: words.subject ?? "-", text: words.text, html: words.html)
        do {
            self.init(name: name, fields: try MailTemplate.compile(source).variables, fault: nil)
        } catch {
            self.init(name: name, fields: [], fault: "\(error)")
        }
    }
}

extension TemplateCheck: JSONConvertible {
    package var json: JSON {
        [
            "campaign": campaign, "good": isGood,
            "steps": steps.map { ["name": $0.name, "fields": $0.fields, "fault": $0.fault] as JSON },
        ]
    }
}

/// The mails of one lead exactly as they would be sent.
package struct RenderedLead: Sendable {
    package struct Mail: Sendable, Hashable {
        package let step: String
        package let to: String
        package let from: String
        package let subject: String
        package let text: String
        package let html: String?
        /// Why it cannot be written; then there is no text.
        package let problem: String?
    }

    package let mails: [Mail]

    /// - Parameter step: only this one; nil for all.
    package static func of(
        _ lead: LeadID, step name: String? = nil, in store: Store
    ) async throws -> RenderedLead {
        let record = try await LeadStory.of(lead, in: store).lead
        guard let whole = try await store.campaigns.whole(record.campaign) else { return RenderedLead(mails: []) }
        let sender = whole.accounts.first { $0.address == record.account } ?? whole.accounts.first { $0.weight > 0 }
        guard let sender else {
            throw OperationFailure(.notReady, "Campaign \(whole.campaign.name) has no account that takes new leads.")
        }
        let steps = whole.steps.filter { !$0.step.isRetired }
        guard name == nil || steps.contains(where: { $0.name == name }) else {
            throw OperationFailure(.unknown, "Campaign \(whole.campaign.name) has no step \"\(name ?? "")\".")
        }
        let writer = CampaignWriter(draws: Draws(key: DrawKey(secret: try await store.instance.knownSecret() ?? [])))
        let drawn = try await store.leads.drawnVariants(of: lead)
        let ways = steps.map { writer.way(of: $0, for: lead, drawn: drawn[$0.step.id]).step }
        let mails = record.people.flatMap { person in
            let mails = writer.mails(
                of: ways, to: CampaignWriter.Addressee(address: person.address, fields: person.fields), of: lead,
                fields: record.fields, from: sender, in: whole)
            return zip(steps, mails).filter { name == nil || $0.0.name == name }.map(\.1)
        }
        return RenderedLead(mails: mails)
    }
}

extension CampaignWriter {
    /// The mails of these steps to one person, as they would be sent: a follow-up has the subject of the mail that it follows.
    func mails(
        of ways: [CampaignStepRecord], to person: Addressee, of lead: LeadID, fields: String,
        from sender: CampaignAccount, in whole: WholeCampaign
    ) -> [RenderedLead.Mail] {
        var opening: String?
        return ways.enumerated().map { index, way in
            do {
                let words = try words(
                    of: way, opening: whole.subject, to: person, of: lead, fields: fields, from: sender,
                    in: whole.campaign)
                let isFollowUp = index > 0 && way.template.subject == nil
                let subject = isFollowUp ? Subject.reply(to: opening ?? words.subject) : words.subject
                opening = opening ?? subject
                return RenderedLead.Mail(
                    step: way.name, to: person.address.text, from: sender.address.text, subject: subject,
                    text: words.text, html: words.html, problem: nil)
            } catch {
                return RenderedLead.Mail(
                    step: way.name, to: person.address.text, from: sender.address.text, subject: "", text: "",
                    html: nil, problem: "\(error)")
            }
        }
    }
}

extension RenderedLead: JSONConvertible {
    package var json: JSON {
        .array(
            mails.map { mail in
                [
                    "step": mail.step, "to": mail.to, "from": mail.from, "subject": mail.subject, "text": mail.text,
                    "html": mail.html, "problem": mail.problem,
                ] as JSON
            })
    }
}
