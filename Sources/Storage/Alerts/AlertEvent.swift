/// What is told.
package enum AlertEvent: String, CaseIterable, Sendable, Codable {
    case handoffOpened = "handoff_opened"
    /// A conversation has waited for a person for a day.
    case handoffAged = "handoff_aged"
    /// An account cannot be watched, or its provider refuses mail from it.
    case accountFailing = "account_failing"
    /// A campaign paused itself, by its guardrails, or a job of one failed.
    case campaignPaused = "campaign_paused"
    case sendingStopped = "sending_stopped"
    /// Nobody knows whether a mail has left: a person has to look.
    case sendInDoubt = "send_in_doubt"
    case test

    /// As receivers know it: `handoff.opened`.
    package var name: String {
        guard let place = rawValue.firstIndex(of: "_") else { return rawValue }
        return rawValue[..<place] + "." + rawValue[rawValue.index(after: place)...]
    }
}
