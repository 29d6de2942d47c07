import Correspondence
import Operations
import Storage

extension Explanation {
    /// The whole explanation for a terminal, one story after another.
    func text(_ terminal: Terminal) -> String {
        let stories = [who].compactMap(\.self) + leads.map { $0.text(terminal) } + stories.map { $0.text(terminal) }
        guard !others.isEmpty else { return stories.joined(separator: "\n\n") }
        let entries = others.flatMap(\.entries).map { $0.text(terminal) }
        let rest = ([terminal.bold("Mail that belongs to no conversation")] + entries).joined(separator: "\n")
        return (stories + [rest]).joined(separator: "\n\n")
    }
}

extension Explanation {
    /// Facts about the correspondent apart from any mail; nil where the stories contain them all.
    private var who: String? {
        guard stories.isEmpty || barringDomain != nil else { return nil }
        var facts = Facts()
        facts["contact"] = contact.map { "\($0.address), known since \($0.createdAt.shown)" }
        if let since = contact?.suppressedAt {
            facts["mail"] =
                "none goes there since \(since.shown): \((contact?.suppressedReason ?? "").replacing("_", with: " "))"
        } else if let barringDomain {
            facts["mail"] = "none goes to anybody at \(barringDomain): see mosaic suppressions"
        } else if hasNoStory, contact != nil {
            facts["mail"] = "may go there; nothing was written yet"
        } else {
            return nil
        }
        return facts.description
    }
}

extension ConversationStory {
    func text(_ terminal: Terminal) -> String {
        let told = [conversation.facts.description, ""] + entries.map { $0.text(terminal) }
        return (told + waiting.map { $0.text(terminal) }).joined(separator: "\n")
    }
}

extension StoryEntry {
    private static let quote = "│ "

    fileprivate func text(_ terminal: Terminal) -> String {
        let instant = at.shown
        // On a narrow terminal the event is printed below its time.
        let isNarrow = terminal.width.map { $0 < 72 } ?? false
        let indent = String(repeating: " ", count: isNarrow ? 4 : instant.count + 2)
        let lines = terminal.lines(title, indent: indent).map { painted($0, terminal) }
        let head = terminal.dim(instant) + (isNarrow ? "\n" + indent : "  ") + (lines.first ?? "")
        let more = lines.dropFirst().map { indent + $0 } + detailLines(indent, terminal)
        return ([head] + more).joined(separator: "\n")
    }

    private func painted(_ line: String, _ terminal: Terminal) -> String {
        switch kind {
        case .reply, .decision: terminal.bold(line)
        case .handoff, .person: terminal.yellow(line)
        case .outreach, .mail, .try, .mailbox, .event: line
        }
    }

    private func detailLines(_ indent: String, _ terminal: Terminal) -> [String] {
        details.flatMap { detail in
            let mark = detail.hasPrefix(Self.quote) ? Self.quote : ""
            return terminal.lines(String(detail.dropFirst(mark.count)), indent: indent + mark)
                .map { indent + terminal.dim(mark + $0) }
        }
    }
}

extension WaitingMail {
    fileprivate func text(_ terminal: Terminal) -> String {
        let title = "\nstage \(mail.step) to \(mail.recipient) " + (isOpen ? "may go now" : "waits")
        return ([terminal.bold(title)] + rows.map { $0.state.line($0.gate.rawValue, terminal) }).joined(separator: "\n")
    }
}

extension GateReport {
    func text(_ terminal: Terminal) -> String {
        let told = sections.map { section in
            let title = terminal.bold(section.title) + (section.isOpen ? ": may go now" : ": waits")
            let note = section.note.map { terminal.lines($0, indent: "  ").map { "  " + $0 } } ?? []
            return ([title] + note + section.lines.map { $0.state.line($0.gate, terminal) }).joined(separator: "\n")
        }
        return ([subject] + told).joined(separator: "\n\n")
    }
}

extension GateState {
    fileprivate func line(_ gate: String, _ terminal: Terminal) -> String {
        let name = gate + String(repeating: " ", count: max(1, 20 - gate.count))
        return self == .open ? terminal.dim("  \(name)open") : "  \(name)\(shown)"
    }
}
