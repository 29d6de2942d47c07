import Outreach
package import Storage
package import Text
import Yams

/// What an edit of a campaign would change, before it counts: every member of its file that would be another one.
package struct CampaignChanges: Sendable {
    /// A member of the file, old and new; nil where the file has none.
    package struct Fact: Sendable, Hashable {
        /// `daily limit`, or `reminder: after` for a member of a step.
        package let name: String
        package let before: String?
        package let after: String?
    }

    /// A text, line by line.
    package struct Words: Sendable, Hashable {
        package let name: String
        package let lines: [LineChange]
    }

    package let campaign: CampaignRecord
    package private(set) var facts: [Fact] = []
    package private(set) var texts: [Words] = []
    /// Mails that are planned, which the edit plans anew: the first by their due time.
    package private(set) var planned: [MailRecord] = []

    /// Mails that are told one by one.
    package static let mostPlanned = 100

    package var isEmpty: Bool { facts.isEmpty && texts.isEmpty }

    /// - Parameters:
    ///   - draft: the whole campaign as somebody wants it.
    ///   - basis: what the draft's writer has seen; refused where that is no longer so.
    package static func of(
        _ draft: CampaignDraft, basis: DraftBasis = .any, over whole: WholeCampaign, in store: Store
    ) async throws -> CampaignChanges {
        if case .version(let version) = basis, version != whole.campaign.version {
            throw DraftRefusal.overtaken.failure(of: draft)
        }
        var changes = CampaignChanges(campaign: whole.campaign)
        changes.compare(CampaignFile.members(of: whole.draft), CampaignFile.members(of: draft))
        if !changes.isEmpty {
            changes.planned = try await store.outbox.planned(of: whole.campaign.id, limit: mostPlanned + 1)
        }
        return changes
    }

    private init(campaign: CampaignRecord) { self.campaign = campaign }

    private mutating func compare(_ old: [CampaignFile.Member], _ new: [CampaignFile.Member]) {
        let before = Dictionary(old.map { ($0.name, $0) }) { first, _ in first }
        let after = Dictionary(new.map { ($0.name, $0) }) { first, _ in first }
        for member in new + old.filter({ after[$0.name] == nil }) {
            let (from, to) = (before[member.name]?.words, after[member.name]?.words)
            if from == to { continue }
            if member.isText {
                texts.append(Words(name: member.name, lines: LineChange.all(from: from ?? "", to: to ?? "")))
            } else {
                facts.append(Fact(name: member.name, before: from, after: to))
            }
        }
    }
}

extension CampaignChanges: JSONConvertible {
    package var json: JSON {
        [
            "campaign": campaign.name, "version": campaign.version,
            "facts": facts.map { ["name": $0.name, "before": $0.before, "after": $0.after] as JSON },
            "texts": texts.map { ["name": $0.name, "lines": $0.lines.json] as JSON },
            "planned": planned.prefix(Self.mostPlanned).map(\.json),
            "more_planned": planned.count > Self.mostPlanned,
        ]
    }
}

extension CampaignFile {
    /// A member of a file, with the step and the variant that it belongs to in its name.
    struct Member: Hashable {
        let name: String
        let words: String
        /// Whether it is a text of a mail, which is compared line by line.
        let isText: Bool
    }

    /// All that a draft says, in the order of its file.
    static func members(of draft: CampaignDraft) -> [Member] { members(of: node(of: draft), under: "") }

    private static let texts: Set = ["subject", "text", "html", "answer", "signature"]

    private static func members(of node: Node, under prefix: String) -> [Member] {
        guard let mapping = node.mapping else { return [] }
        return mapping.flatMap { heading, value -> [Member] in
            let key = heading.string ?? ""
            if key == "id" { return [] }
            if key == "steps" || key == "variants", let items = value.sequence {
                let names = items.map { item in item.mapping?.first { $0.key.string == "id" }?.value.string ?? "" }
                let order = Member(name: prefix + key, words: names.joined(separator: ", "), isText: false)
                return [order]
                    + zip(names, items).flatMap { name, item in
                        members(of: item, under: key == "steps" ? "\(name): " : "\(prefix.dropLast(2))/\(name): ")
                    }
            }
            let name = prefix + String(key.map { $0 == "_" ? " " : $0 })
            return [Member(name: name, words: words(of: value), isText: texts.contains(key))]
        }
    }

    private static func words(of node: Node) -> String {
        switch node {
        case .scalar(let scalar): scalar.string
        case .mapping(let mapping):
            mapping.map { "\($0.string ?? "") \(words(of: $1))" }.joined(separator: ", ")
        case .sequence(let items): items.map(words).joined(separator: ", ")
        case .alias: ""
        }
    }
}
