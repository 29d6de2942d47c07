import Correspondence
import Operations
import Storage
import Text

extension CampaignChanges {
    /// Facts as old and new, texts with `-` and `+` before their lines, and the mails that are planned anew.
    func text(_ terminal: Terminal) -> String {
        guard !isEmpty else { return "Nothing would change: \(campaign.name) says all this already." }
        let facts = facts.map { fact in
            let before = fact.before?.shownOnOneLine() ?? "not set"
            return "\(fact.name): \(before) \(terminal.bold("→")) \(fact.after?.shownOnOneLine() ?? "not set")"
        }
        let texts = texts.map { words in
            (["\n\(words.name):"] + words.lines.map { Self.shown($0, terminal) }).joined(separator: "\n")
        }
        let count = planned.count > Self.mostPlanned ? "More than \(Self.mostPlanned)" : "\(planned.count)"
        let mails = planned.count == 1 ? "1 planned mail would be" : "\(count) planned mails would be"
        let due = planned.prefix(Self.mostPlanned).map { mail in
            "  \(mail.dueAt.shown)  \(mail.recipient.text.shownOnOneLine(limit: 80)), \(mail.campaignStep ?? "")"
        }
        return (facts + texts + ["\n\(mails) written and timed anew."] + due).joined(separator: "\n")
    }

    private static func shown(_ change: LineChange, _ terminal: Terminal) -> String {
        let line = change.text.shownOnOneLine()
        return switch change.kind {
        case .same: "    \(line)"
        case .removed: terminal.red("  - \(line)")
        case .added: terminal.green("  + \(line)")
        case .leftOut: "    … \(line)"
        }
    }
}
