import Correspondence
import Events
package import Storage
package import Timing

/// One thing that happened in a conversation, as its story tells it.
package struct StoryEntry: Sendable, Hashable {
    package enum Kind: String, Sendable {
        case outreach, reply, decision, mail = "stage", `try`, mailbox, handoff, person, event
    }

    package let at: Timestamp
    package let kind: Kind
    package let title: String
    /// More about it, a line each; a line may be text that somebody wrote.
    package internal(set) var details: [String] = []
}

extension ConversationStory {
    /// Everything that is stored about the conversation, in the order it happened.
    ///
    /// Entries of one instant are in order of cause and effect: a reply, its decision, its consequences.
    package var entries: [StoryEntry] {
        // The outbox tells of our own mails; their copies in Sent would only repeat it, with the server's times.
        let ours = Set(followUps.compactMap(\.messageID))
        let told = messages.filter { $0.isInbound || $0.messageID.map { !ours.contains($0) } ?? true }
        let names: [MailID: String] = followUps.reduce(into: [:]) { $0[$1.id] = $1.name }
        let all =
            told.flatMap(\.entries) + followUps.flatMap { entries(of: $0) } + mailboxActions.compactMap(\.entry)
            + handoffs.flatMap(\.entries) + events.compactMap { $0.entry(names) }
        // Sorting is stable, so entries that belong together stay together.
        return all.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }

    private func entries(of followUp: MailRecord) -> [StoryEntry] {
        var planned = StoryEntry(
            at: followUp.plannedAt, kind: .mail, title: "\(followUp.name) planned, due \(followUp.dueAt.shown)")
        planned.details = [
            "to \(followUp.recipient), now \(followUp.state.rawValue)\(followUp.reason.map { ": \($0)" } ?? "")"
        ]
        if let id = followUp.messageID { planned.details.append("Message-ID \(id)") }
        planned.details += (followUp.words ?? "").shownLines.filter { !$0.isEmpty }.map { "│ \($0)" }
        let tries = attempts.filter { $0.followUp == followUp.id }.map {
            StoryEntry(at: $0.at, kind: .try, title: "\(followUp.name): \($0.sentence)")
        }
        return [planned] + tries
    }
}

extension MessageRecord {
    package var entries: [StoryEntry] {
        guard isInbound else { return [outbound] }
        return [arrival] + (decisionEntry.map { [$0] } ?? [])
    }

    private var outbound: StoryEntry {
        StoryEntry(
            at: receivedAt, kind: .outreach,
            title: "our mail to \(to?.text ?? "somebody"): “\(subject.shownOnOneLine(limit: 80))”",
            details: ["in Sent of \(account)\(messageID.map { ", \($0)" } ?? "")"])
    }

    private var arrival: StoryEntry {
        var entry = StoryEntry(
            at: receivedAt, kind: .reply,
            title: "mail from \(from?.text ?? "somebody") in \(account): “\(subject.shownOnOneLine(limit: 80))”")
        if let linkage { entry.details.append("belongs to the conversation by \(linkage.shown)") }
        if isBeforeBaseline { entry.details.append("was there before watching began: it can never trigger a mail") }
        if let machineVerdict {
            entry.details.append("written by a machine: \(machineVerdict.shownOnOneLine(limit: 200))")
        }
        entry.details += (ownText ?? "").shownLines.filter { !$0.isEmpty }.map { "│ \($0)" }
        entry.details += contacts.map { "found: \($0.shown)" }
        return entry
    }

    private var decisionEntry: StoryEntry? {
        guard let decision else {
            guard state != .indexed else { return nil }
            return StoryEntry(
                at: receivedAt, kind: .decision, title: state == .pending ? "waits for its decision" : state.rawValue)
        }
        var entry = StoryEntry(at: decidedAt ?? receivedAt, kind: .decision, title: "decided: \(decision)")
        if let intent {
            let sure = confidence.map { ", confidence \(($0 * 100).rounded() / 100)" } ?? ""
            entry.details.append("intent \(intent)\(sure), judged by \(classifier ?? "nobody")")
        }
        if decision == Decision.ignore(.notOutreach).name {
            entry.details.append(
                "it answers mail of yours that does not count as outreach: see `mosaic outreach --all`")
        }
        if let evidence { entry.details.append("evidence: “\(evidence.shownOnOneLine(limit: 200))”") }
        if let explanation, !explanation.isEmpty {
            entry.details.append("why: \(explanation.shownOnOneLine(limit: 300))")
        }
        return entry
    }
}

extension MailboxActionRecord {
    fileprivate var entry: StoryEntry? {
        let what =
            switch kind {
            case .flagForPerson: "marked unread for a person"
            case .markHandled: "marked read"
            case .fileSentCopy: "copy of our mail in Sent"
            case .fileDraft: "draft filed in Drafts"
            case .admitAgain: "read again"
            }
        let outcome =
            switch state {
            case .done: what
            case .gone: "\(what): the mail is gone"
            case .failed: "\(what): given up after \(attempts) tries"
            case .pending: "\(what): still to be done\(attempts == 0 ? "" : ", \(attempts) tries so far")"
            }
        let read = detail.flatMap { $0.isEmpty ? nil : $0.shownOnOneLine(limit: 200) }
        return StoryEntry(
            at: doneAt ?? dueAt, kind: .mailbox, title: outcome,
            details: read.map { [state == .done && kind != .fileSentCopy ? "flags read back: \($0)" : $0] } ?? [])
    }
}

extension HandoffRecord {
    fileprivate var entries: [StoryEntry] {
        let opened = StoryEntry(
            at: openedAt, kind: .handoff, title: "handed to a person: \(why)",
            details: ["handoff \(id): \(reason)"])
        let closed = closedAt.map {
            StoryEntry(at: $0, kind: .handoff, title: "handoff \(id) closed: \(closedBy ?? "")")
        }
        return [opened] + (closed.map { [$0] } ?? [])
    }
}

extension EventRecord {
    /// Events that no other table tells better.
    ///
    /// - Parameter names: which of the conversation's mails each is.
    fileprivate func entry(_ names: [MailID: String]) -> StoryEntry? {
        let mail = followUp.flatMap { names[$0] } ?? "a mail"
        return switch event {
        case .conversationBegan: StoryEntry(at: at, kind: .event, title: "the conversation begins")
        case .conversationPersonAnswered:
            StoryEntry(at: at, kind: .person, title: "a person answered from the mailbox")
        case .conversationResumed:
            StoryEntry(at: at, kind: .person, title: "a person gave the conversation back to Mosaic")
        case .followupCancelled: told("\(mail) was cancelled")
        case .followupRescheduled: StoryEntry(at: at, kind: .person, title: "\(mail) moved to \(detail)")
        case .followupRejected: told("\(mail) was refused")
        case .followupNeedsHuman: told("\(mail): you decide whether it has left")
        case .followupInDoubt: told("\(mail) may or may not have left")
        default: nil
        }
    }

    private func told(_ title: String) -> StoryEntry {
        let words = detail.shownOnOneLine(limit: 200)
        return StoryEntry(at: at, kind: .event, title: words.isEmpty ? title : "\(title): \(words)")
    }
}

extension Linkage {
    fileprivate var shown: String {
        switch self {
        case .references: "its In-Reply-To or References"
        case .gmailThread: "Gmail's thread"
        case .subject: "its writer and subject"
        case .returnedPart: "the mail that it returns"
        }
    }
}
