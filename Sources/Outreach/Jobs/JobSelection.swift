/// Which leads a job writes to, and how. A lead is selected when its row says so in a column `select`.
package enum JobSelection: String, CaseIterable, Hashable, Sendable, Codable {
    case sendAll = "send_all"
    case sendSelected = "send_selected"
    case draftAll = "draft_all"
    case draftSelected = "draft_selected"
    case draftSelectedSendRest = "draft_selected_send_rest"

    /// How a lead's mail leaves; nil where the lead is not part of the job.
    package func delivery(isSelected: Bool) -> MailDelivery? {
        switch self {
        case .sendAll: .send
        case .sendSelected: isSelected ? .send : nil
        case .draftAll: .draft
        case .draftSelected: isSelected ? .draft : nil
        case .draftSelectedSendRest: isSelected ? .draft : .send
        }
    }

    /// Whether any of its mails may be a draft.
    package var makesDrafts: Bool { delivery(isSelected: true) == .draft }

    /// The fields that select a lead, lower-cased.
    package static let fields = ["select", "selected"]
    package static let yes = ["x", "y", "yes", "true", "1", "on", "ja", "oui", "si", "sí", "sim", "✓", "✔"]
}
