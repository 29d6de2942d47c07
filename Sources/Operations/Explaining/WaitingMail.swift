package import Correspondence
package import Storage
package import Text
import Timing

/// A mail that may still go, with every gate that it has to pass.
package struct WaitingMail: Sendable {
    package let mail: MailRecord
    package let rows: [GateTable.Row]

    /// Whether nothing keeps it from going now.
    package var isOpen: Bool { rows.allSatisfy { $0.state == .open } }
}

extension ConversationStory {
    /// The state of the gates for each mail that may still go.
    package var waiting: [WaitingMail] {
        let gates = GateTable(policy)
        return followUps.compactMap { mail in
            gateFacts[mail.id].map { WaitingMail(mail: mail, rows: gates.rows($0)) }
        }
    }
}

extension GateState {
    /// In words, with the instant at which it opens, if known.
    package var shown: String {
        switch self {
        case .open: "open"
        case .closed(let until?, let reason): "closed until \(until.shown): \(reason)"
        case .closed(nil, let reason): "closed: \(reason)"
        case .over(let reason): "closed for good: \(reason)"
        case .forPerson(let reason): "closed for good, a person will hear of it: \(reason)"
        }
    }

    var word: String {
        switch self {
        case .open: "open"
        case .closed: "closed"
        case .over: "over"
        case .forPerson: "for_person"
        }
    }
}

extension WaitingMail: JSONConvertible {
    package var json: JSON {
        [
            "followup": mail.id, "stage": mail.step, "may_go": isOpen,
            "gates": rows.map { row -> JSON in
                [
                    "gate": row.gate.rawValue, "state": row.state.word, "until": row.state.opensAt,
                    "reason": row.state.reason,
                ]
            },
        ]
    }
}
