import Correspondence
import Operations
import Storage

extension Explanation {
    /// All of it for a terminal, one story under another.
    func text(_ terminal: Terminal) -> String {
        let stories = leads.map { $0.text(terminal) } + stories.map { $0.text(terminal) }
        guard !others.isEmpty else { return stories.joined(separator: "\n\n") }
        let entries = others.flatMap(\.entries).map { $0.text(terminal) }
        let rest = ([terminal.bold("Mail that belongs to no conversation")] + entries).joined(separator: "\n")
        return (stories + [rest]).joined(separator: "\n\n")
    }
}

extension ConversationStory {
    func text(_ terminal: Terminal) -> String {
        let told = [conversation.facts.description, ""] + entries.map { $0.text(terminal) }
        return (told + waiting.map { $0.text(terminal) }).joined(separator: "\n")
    }
}

extension StoryEntry {
    fileprivate func text(_ terminal: Terminal) -> String {
        let indent = String(repeating: " ", count: 21)
        let shown: String =
            switch kind {
            case .reply, .decision: terminal.bold(title)
            case .handoff, .person: terminal.yellow(title)
            case .outreach, .stage, .try, .mailbox, .event: title
            }
        return ([terminal.dim(at.shown) + "  " + shown] + details.map { indent + terminal.dim($0) }).joined(
            separator: "\n")
    }
}

extension WaitingMail {
    fileprivate func text(_ terminal: Terminal) -> String {
        let title = "\nstage \(mail.step) to \(mail.recipient) " + (isOpen ? "may go now" : "waits")
        return ([terminal.bold(title)] + rows.map { line($0, terminal) }).joined(separator: "\n")
    }

    private func line(_ row: GateTable.Row, _ terminal: Terminal) -> String {
        let name = row.gate.rawValue + String(repeating: " ", count: max(1, 18 - row.gate.rawValue.count))
        return row.state == .open ? terminal.dim("  \(name)open") : "  \(name)\(row.state.shown)"
    }
}
