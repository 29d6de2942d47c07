import Correspondence
import Operations
import Storage
import Timing

extension HandoffList {
    /// A block for each, with the beginning of the writer's words.
    func text(_ terminal: Terminal, now: Timestamp) -> String {
        let drafts = self.drafts.map { terminal.yellow($0.sentence) }
        guard !handoffs.isEmpty else {
            return drafts.isEmpty ? "Nothing waits for you." : drafts.joined(separator: "\n")
        }
        let open = handoffs.count { $0.closedAt == nil }
        let summary = open == 1 ? "1 waits for you." : "\(open) wait for you."
        return handoffs.map { $0.text(terminal, now: now, lines: 3) }.joined(separator: "\n\n")
            + "\n\n\(terminal.bold(summary))\n"
            + terminal.dim(
                "mosaic handoffs show ID    all that they wrote\nmosaic handoffs close ID   done without an answer")
            + ListLimit.note(handoffs.count, of: total, terminal)
            + (drafts.isEmpty ? "" : "\n\n" + drafts.joined(separator: "\n"))
    }
}

extension WaitingDrafts {
    fileprivate var sentence: String {
        let mails = count == 1 ? "1 draft" : "\(count) drafts"
        let rest = count == 1 ? "" : ", the oldest"
        return
            "\(mails) of campaign \(campaign.shownOnOneLine(limit: 40)) in Drafts of \(account)\(rest) since \(since.shown): "
            + "send them there. A lead whose draft you deleted: mosaic leads skip ID"
    }
}

extension HandoffRecord {
    /// - Parameter lines: the number of lines of their words to show; nil for all.
    func text(_ terminal: Terminal, now: Timestamp, lines: Int?) -> String {
        let name = contactName.map { "\($0.shownOnOneLine(limit: 60)) <\(contact)>" } ?? contact.text
        var facts = Facts(width: terminal.width)
        facts["they gave"] = given
        facts["they wrote"] = words(terminal, lines)
        facts["why"] = why
        facts["do"] = closedAt == nil ? advice : nil
        facts["since"] = "\(openedAt.shown), \(openedAt.shown(relativeTo: now))"
        facts["closed"] = closedAt.map { "\($0.shown)\(closedBy.map { ", \($0)" } ?? "")" }
        facts["in"] = "\(account), conversation \(conversation), “\(subject.shownOnOneLine(limit: 80))”"
        return terminal.bold("\(id)  \(name)") + "\n" + facts.description
    }

    private func words(_ terminal: Terminal, _ limit: Int?) -> String? {
        guard let ownText else { return nil }
        let room = terminal.width.map { max(20, $0 - 14) } ?? .max
        let all = ownText.shownLines.filter { limit == nil || !$0.isEmpty }.flatMap { $0.wrapped(to: room) }
        guard let limit, all.count > limit else { return all.joined(separator: "\n") }
        return all.prefix(limit).joined(separator: "\n") + " …"
    }
}
