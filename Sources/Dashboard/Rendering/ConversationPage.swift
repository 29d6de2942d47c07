import Correspondence
import Operations
import Storage
import Text

/// One conversation as its page shows it.
struct ConversationPage {
    let record: ConversationRecord
    let story: ConversationStory
    let shown: Shown

    func model(done: String?) -> JSON {
        let handoff = story.handoffs.first { $0.closedAt == nil }
        let isBarred = record.suppressedAt != nil
        let link: String? = isBarred ? nil : mailLink
        return record.json.joined([
            "title": record.contact, "place": "/", "command": "mosaic explain \(record.id)", "done": done,
            "state_words": record.state.rawValue.words, "why": record.why.words,
            "handoff": handoff.map(shown.row), "is_waiting": handoff != nil,
            "can_give_back": record.state == .withPerson && !isBarred,
            "can_decline": !isBarred && record.state != .completed,
            "is_barred": isBarred, "next": shown.time(record.nextFollowUpAt), "reply": reply, "labels": labels,
            "mails": story.followUps.filter { $0.state.isOpen }.map(shown.row).json,
            "entries": story.entries.map(shown.row).json, "mail_link": link,
        ])
    }

    /// The contact's newest words, with their interpretation.
    private var reply: JSON? {
        guard let message = story.messages.last(where: { $0.isInbound && $0.ownText != nil }),
            let text = message.ownText
        else { return nil }
        let parts = message.evidence.flatMap { text.parted(by: $0) } ?? (text, "", "")
        return [
            "from": message.from, "subject": message.subject, "received": shown.time(message.receivedAt),
            "before": parts.0, "evidence": parts.1, "after": parts.2, "has_evidence": !parts.1.isEmpty,
            "intent": message.intent?.lowercased().words, "judge": message.classifier,
            "explanation": message.explanation,
            "language": message.language,
            "given": message.contacts.filter { $0.kind.answersTheQuestion && $0.zone != .quoted }.map {
                ["kind": $0.kind.rawValue.words, "value": $0.value, "is_sure": $0.isResolved, "why": $0.why] as JSON
            },
        ]
    }

    private var labels: JSON {
        .array(Intent.allCases.map { ["value": $0.rawValue, "name": $0.rawValue.lowercased().words] })
    }

    /// Opens the mail program with an answer in the thread.
    private var mailLink: String? {
        guard let message = story.messages.last(where: { $0.isInbound }) else { return nil }
        var link =
            "mailto:\(record.contact.text.formQuery)?subject=\(("Re: " + record.subject.withoutReply).formQuery)"
        if let id = message.messageID { link += "&In-Reply-To=\(id.bracketed.formQuery)" }
        return link
    }
}

extension String {
    fileprivate var withoutReply: String {
        lowercased().hasPrefix("re:") ? String(dropFirst(3).drop(while: \.isWhitespace)) : self
    }
}
