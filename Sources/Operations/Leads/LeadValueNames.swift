import Campaigning
import Outreach
import Storage
import Templates
import Text

/// The names under which a lead may be given values: those that its campaign's texts use, those that it has, and those that
/// every list of people has.
struct LeadValueNames {
    private let known: Set<String>

    init(of lead: LeadRecord, in whole: WholeCampaign) {
        let writer = CampaignWriter(draws: Draws(key: DrawKey(secret: [])))
        let ofTexts = whole.steps.flatMap { writer.fields(of: $0.template) }
        let own = ([lead.fields] + lead.people.map(\.fields)).flatMap(Self.names)
        let usual = LeadField.allCases.map(\.rawValue) + JobSelection.fields
        known = Set(ofTexts + own + usual).subtracting(Self.ofOthers)
    }

    /// Names in a JSON object.
    static func names(in object: String) -> [String] {
        // The database holds only objects.
        ((try? JSON(reading: object.utf8))?.members ?? []).map(\.key)
    }

    /// Values of the account and the campaign.
    static let ofOthers = CampaignWriter.ownFields.union([MailTemplate.signatureField])
        .subtracting(LeadField.allCases.map(\.rawValue))

    /// Why no value can be stored under this name, as a sentence; nil: it can.
    func fault(_ name: String) -> String? {
        let shown = name.shownOnOneLine(limit: 40)
        if Self.ofOthers.contains(name) {
            return "\(shown) comes from the account or the campaign, and not from a lead."
        }
        guard !known.contains(name) else { return nil }
        let near = NearestNames.to(name, among: known.sorted()).first
        let instead = near.map { "did you mean \($0)?" } ?? "there are \(known.sorted().joined(separator: ", "))."
        return "no text asks for \(shown); \(instead)"
    }
}
