import Correspondence
package import Storage
package import Text

extension ConversationStory: JSONConvertible {
    package var json: JSON {
        [
            "conversation": conversation, "timeline": entries, "messages": messages,
            "followups": followUps.map { followUp in
                followUp.json.adding(["tries": attempts.filter { $0.followUp == followUp.id }])
            },
            "waiting": waiting, "mailbox_actions": mailboxActions, "handoffs": handoffs, "events": events,
        ]
    }
}

extension StoryEntry: JSONConvertible {
    package var json: JSON { ["at": at, "kind": kind.rawValue, "title": title, "details": details] }
}

extension MessageRecord: JSONConvertible {
    package var json: JSON {
        [
            "id": key, "conversation": conversation, "account": account,
            "direction": isInbound ? "inbound" : "outbound",
            "mailbox": role.rawValue, "message_id": messageID, "linkage": linkage, "from": from, "to": to,
            "subject": subject, "received_at": receivedAt, "before_baseline": isBeforeBaseline, "state": state.rawValue,
            "own_text": ownText, "machine_verdict": machineVerdict, "intent": intent, "confidence": confidence,
            "may_send": maySend, "classifier": classifier, "evidence": evidence, "explanation": explanation,
            "language": language, "contacts": contacts, "decision": decision, "outcome": outcome?.rawValue,
            "decided_at": decidedAt,
        ]
    }
}

extension MailboxActionRecord: JSONConvertible {
    package var json: JSON {
        [
            "id": id, "action": kind.rawValue, "account": account, "message": message, "followup": followUp,
            "state": state.rawValue, "due_at": dueAt, "done_at": doneAt, "attempts": attempts, "detail": detail,
        ]
    }
}

extension EventRecord: JSONConvertible {
    package var json: JSON {
        ["id": id, "at": at, "name": name, "followup": followUp, "stage": step, "detail": detail]
    }
}
