package import Correspondence
package import Storage
package import Text

/// One mail of ours with every try to send it.
package struct MailStory: Sendable, Hashable {
    package let mail: MailRecord
    package let tries: [SendStepRecord]

    /// - Throws: an ``OperationFailure`` when there is no mail with this number.
    package init(of id: MailID, in store: Store) async throws {
        guard let mail = try await store.outbox.record(id) else {
            throw OperationFailure(.unknown, "There is no follow-up \(id).")
        }
        self.mail = mail
        tries = try await store.outbox.steps(of: [id])
    }
}

extension MailStory: JSONConvertible {
    package var json: JSON { mail.json.adding(["tries": tries]) }
}

/// Mails of ours, and their number.
package struct MailList: Sendable {
    package let mails: [MailRecord]
    /// The number that were asked for, shown or not.
    package let total: Int

    /// Mails that may still go, next one first; or all, latest first.
    package init(of store: Store, alsoClosed: Bool = false, limit: Int? = nil) async throws {
        let states = alsoClosed ? MailState.allCases : MailState.open
        mails = try await store.outbox.list(in: states, latestFirst: alsoClosed, limit: limit)
        total = try await store.outbox.count(in: states)
    }
}

extension MailList: JSONConvertible {
    package var json: JSON { mails.json }
}

extension MailRecord: JSONConvertible {
    package var json: JSON {
        [
            "id": id, "conversation": conversation, "account": account, "recipient": recipient, "subject": subject,
            "stage": step, "purpose": purpose.rawValue, "campaign": campaign, "campaign_step": campaignStep,
            "halted": isHalted, "generation": generation, "state": state, "reason": reason, "due_at": dueAt,
            "planned_at": plannedAt, "in_doubt_at": inDoubtAt, "sent_at": sentAt, "attempts": attempts,
            "server_reply": serverReply, "message_id": messageID,
            "text": words,
        ]
    }
}

extension SendStepRecord: JSONConvertible {
    package var json: JSON { ["at": at, "step": step.rawValue, "detail": detail] }

    /// The meaning of the step, for people.
    package var sentence: String {
        let meaning =
            switch step {
            case .claimed: "being sent"
            case .inDoubt: "handed to the server: from here on it may have left"
            case .accepted: "the server accepted it"
            case .refused: "not sent"
            case .failed: "the attempt failed"
            case .aborted: "withdrawn before it could leave"
            case .released: "not sent; planned again"
            case .evidence: "it has left, as this shows"
            case .gaveUp: "no evidence whether it left: a person decides"
            }
        return detail.map { "\(meaning): \($0.shownOnOneLine(limit: 300))" } ?? meaning
    }
}
