import Operations
import Storage
import Text

extension Shown {
    /// What an edit of a campaign changes, and the mails that it concerns.
    func facts(of changes: CampaignChanges) -> JSON {
        let planned = changes.planned.prefix(CampaignChanges.mostPlanned)
        let more = changes.planned.count > planned.count ? "More than " : ""
        return [
            "facts": changes.facts.map { ["what": $0.name, "before": $0.before, "after": $0.after] as JSON },
            "has_facts": !changes.facts.isEmpty,
            "texts": changes.texts.map { ["what": $0.name, "lines": $0.lines.map(\.shown).json] as JSON },
            "planned": planned.map {
                ["recipient": $0.recipient, "step": $0.campaignStep, "from": $0.account, "due": time($0.dueAt)] as JSON
            },
            "has_planned": !planned.isEmpty,
            "planned_count": planned.count == 1 ? "1 mail is" : "\(more)\(planned.count) mails are",
        ]
    }

    /// What a text says otherwise than its former version.
    static func lines(from old: String?, to new: String?) -> JSON {
        LineChange.all(from: old ?? "", to: new ?? "").map(\.shown).json
    }
}

extension LineChange {
    fileprivate var shown: JSON {
        [
            "line": text, "is_same": kind == .same, "is_removed": kind == .removed, "is_added": kind == .added,
            "is_left_out": kind == .leftOut,
        ]
    }
}
