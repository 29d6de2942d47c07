import Correspondence
import Storage
import Text
import Timing

/// A mail that may still go, with every gate that it has to pass.
struct WaitingMail {
    let mail: MailRecord
    let facts: GateFacts
    let rows: [GateTable.Row]

    func text(_ terminal: Terminal) -> String {
        let title = "\nstage \(mail.step) to \(mail.recipient) " + (isOpen ? "may go now" : "waits")
        return ([terminal.bold(title)] + rows.map { line($0, terminal) }).joined(separator: "\n")
    }

    private var isOpen: Bool { rows.allSatisfy { $0.state == .open } }

    private func line(_ row: GateTable.Row, _ terminal: Terminal) -> String {
        let name = row.gate.rawValue.padded(to: 18)
        return row.state == .open
            ? terminal.dim("  \(name)open") : "  \(name)\(row.state.shown)"
    }
}

extension ConversationStory {
    /// What the gates say of each mail that may still go, by the caps that hold where no setting says otherwise.
    var waiting: [WaitingMail] {
        let gates = GateTable(SendPolicy())
        return followUps.compactMap { mail in
            gateFacts[mail.id].map { WaitingMail(mail: mail, facts: $0, rows: gates.rows($0)) }
        }
    }
}

extension GateState {
    fileprivate var shown: String {
        switch self {
        case .open: "open"
        case .closed(let until?, let reason): "closed until \(until.shown): \(reason)"
        case .closed(nil, let reason): "closed: \(reason)"
        case .over(let reason): "closed for ever: \(reason)"
        case .forPerson(let reason): "closed for ever, a person will hear of it: \(reason)"
        case .alarm(let reason): "stops all sending: \(reason)"
        }
    }

    fileprivate var until: Timestamp? {
        if case .closed(let until, _) = self { until } else { nil }
    }

    fileprivate var word: String {
        switch self {
        case .open: "open"
        case .closed: "closed"
        case .over: "over"
        case .forPerson: "for_person"
        case .alarm: "alarm"
        }
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(1, width - count))
    }
}

extension WaitingMail: JSONConvertible {
    var json: JSON {
        [
            "followup": mail.id, "stage": mail.step, "may_go": isOpen,
            "gates": rows.map { row -> JSON in
                [
                    "gate": row.gate.rawValue, "state": row.state.word, "until": row.state.until,
                    "reason": row.state.reason,
                ]
            },
        ]
    }
}
