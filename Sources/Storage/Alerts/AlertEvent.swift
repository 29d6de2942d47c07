/// The kinds of alerts.
package enum AlertEvent: String, CaseIterable, Sendable, Codable {
    case handoffOpened = "handoff_opened"
    /// A conversation has waited for a person for a day.
    case handoffAged = "handoff_aged"
    /// An account cannot be watched, or its provider refuses mail from it.
    case accountFailing = "account_failing"
    /// A campaign was paused by its guardrails.
    case campaignPaused = "campaign_paused"
    case jobFailed = "job_failed"
    case sendingStopped = "sending_stopped"
    /// It is unknown whether a mail has left: a person has to look.
    case sendInDoubt = "send_in_doubt"
    case test

    /// The name that receivers get: `handoff.opened`.
    package var name: String {
        guard let place = rawValue.firstIndex(of: "_") else { return rawValue }
        return rawValue[..<place] + "." + rawValue[rawValue.index(after: place)...]
    }
}
