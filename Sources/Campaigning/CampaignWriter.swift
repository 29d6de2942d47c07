package import Correspondence
package import Outreach
package import Storage
package import Templates
import Text

/// Writes the mails of campaigns: the text of one step for one person of a lead.
///
/// The planner, checks and previews all use this, so what is shown is what is sent.
package struct CampaignWriter: Sendable {
    /// A mail that continues a conversation has that conversation's subject; the template language requires one anyway.
    private static let noSubject = "(follow-up)"

    private let draws: Draws
    private let cache: TemplateCache

    package init(draws: Draws, cache: TemplateCache = TemplateCache()) {
        self.draws = draws
        self.cache = cache
    }

    /// The names that every campaign's mails know besides the fields of its leads.
    package static let ownFields: Set<String> = [
        "email", "name", "sender_name", "sender_first_name", "sender_last_name", "sender_email", "campaign_id",
        "campaign_name", "step_order",
    ]

    /// The compiled template of a step.
    ///
    /// - Parameter opening: the campaign's subject, where this mail begins a conversation.
    package func template(
        _ record: TemplateRecord, opening: String? = nil
    ) throws(MailTemplateError) -> MailTemplate {
        let subject = record.subject ?? opening ?? Self.noSubject
        return try cache.template(MailTemplate.Source(subject: subject, text: record.text, html: record.html))
    }

    /// The fields that a text uses; none where it cannot be read, which is reported as its own fault.
    package func fields(of record: TemplateRecord) -> [String] {
        (try? template(record))?.variables ?? []
    }

    /// The fields among them that it can do without.
    package func optionalFields(of record: TemplateRecord) -> [String] {
        (try? template(record))?.optionalFields ?? []
    }

    /// Fields of an account that texts use and this account lacks.
    package static func lacking(_ sender: CampaignAccount) -> Set<String> {
        var lacking: Set<String> = sender.signature == nil ? [MailTemplate.signatureField] : []
        let words = (sender.displayName ?? "").split(separator: " ")
        if words.isEmpty { lacking.formUnion(["sender_name", "sender_first_name"]) }
        if words.count < 2 { lacking.insert("sender_last_name") }
        return lacking
    }

    /// A step as a lead gets it, with its variant: the one the lead has drawn, or draws now.
    package func way(
        of step: CampaignStepRecord, for lead: LeadID, drawn: VariantID?
    ) -> (step: CampaignStepRecord, variant: VariantID?) {
        guard !step.variants.isEmpty else { return (step, nil) }
        let variant = StepVariant.drawn(
            by: lead, of: step.step.id, among: step.variants.map(\.variant), before: drawn, draws)
        return (step.saying(variant), variant)
    }

    /// Whether a text cannot be written without one of these values, whatever else is given.
    package func needs(_ names: Set<String>, for record: TemplateRecord) -> Bool {
        // A text that cannot be read is reported as its own fault.
        guard let template = try? template(record) else { return false }
        let others = template.variables.filter { !names.contains($0) }
        let fields = TemplateFields(Dictionary(uniqueKeysWithValues: others.map { ($0, .string("x")) }))
        do {
            _ = try template.render(fields: fields, draw: TemplateDraw(seed: 0))
            return false
        } catch {
            return error.missingVariable.map(names.contains) ?? false
        }
    }

    /// The text of a mail; no part of it is blank.
    ///
    /// - Parameters:
    ///   - opening: the campaign's subject, where this mail begins a conversation.
    ///   - lead: its key, from which spintax is drawn.
    ///   - fields: the lead's own, a JSON object.
    ///   - person: the recipient, with fields of their own.
    package func words(
        of step: CampaignStepRecord, opening: String? = nil, to person: Addressee, of lead: LeadID, fields: String,
        from sender: CampaignAccount,
        in campaign: CampaignRecord
    ) throws(MailTemplateError) -> MailWords {
        let values = Self.values(fields).merging(Self.values(person.fields))
        return try render(
            template(step.template, opening: opening), of: step, for: lead,
            Self.fields(values, person.address, sender, campaign, step))
    }

    /// The text of a compiled step.
    func render(
        _ template: MailTemplate, of step: CampaignStepRecord, for lead: LeadID, _ fields: TemplateFields
    ) throws(MailTemplateError) -> MailWords {
        let draw = draws.draw(.spintax, lead.rawValue, step.step.id.rawValue)
        return try template.render(fields: fields, draw: TemplateDraw(seed: draw.bits))
    }

    /// The recipient of a mail.
    package struct Addressee: Sendable, Hashable {
        package let address: EmailAddress
        /// A JSON object.
        package let fields: String

        package init(address: EmailAddress, fields: String) {
            self.address = address
            self.fields = fields
        }
    }

    /// The values that a template finds.
    ///
    /// - Parameter people: the lead's own fields, overridden by those of the person.
    static func fields(
        _ people: TemplateFields, _ address: EmailAddress, _ sender: CampaignAccount, _ campaign: CampaignRecord,
        _ step: CampaignStepRecord
    ) -> TemplateFields {
        var own: [String: TemplateValue] = [
            "email": .string(address.text), "sender_email": .string(sender.address.text),
            "campaign_id": .integer(Int(campaign.id.rawValue)), "campaign_name": .string(campaign.name),
            "step_order": .integer(step.position),
        ]
        if people.values["name"] == nil {
            let parts = ["first_name", "last_name"].compactMap { people.values[$0]?.text }
            if !parts.isEmpty { own["name"] = .string(parts.joined(separator: " ")) }
        }
        if let name = sender.displayName {
            let words = name.split(separator: " ")
            own["sender_name"] = .string(name)
            own["sender_first_name"] = words.first.map { .string(String($0)) }
            own["sender_last_name"] = words.count > 1 ? words.last.map { .string(String($0)) } : nil
        }
        if let signature = sender.signature { own[MailTemplate.signatureField] = .string(signature) }
        return people.merging(TemplateFields(own))
    }

    /// Invalid JSON has no fields: the database holds none.
    static func values(_ json: String) -> TemplateFields {
        if json == "{}" { return TemplateFields([:]) }
        guard let json = try? JSON(reading: json.utf8) else { return TemplateFields([:]) }
        return TemplateFields(json: json)
    }
}

extension WholeCampaign {
    /// The subject of its first mail, for a conversation that begins with a later one.
    package var subject: String? { steps.lazy.compactMap(\.template.subject).first }
}

extension DrawKey {
    /// The draws of an installation, keyed by its secret.
    package init(secret: [UInt8]) {
        let bytes = secret.isEmpty ? [0] : secret
        func word(_ start: Int) -> UInt64 {
            (0..<8).reduce(0) { $0 << 8 | UInt64(bytes[(start + $1) % bytes.count]) }
        }
        self.init(low: word(0), high: word(8))
    }
}

extension TemplateValue {
    fileprivate var text: String? { if case .string(let text) = self { text } else { nil } }
}
