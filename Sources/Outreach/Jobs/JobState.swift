/// The state of a job.
package enum JobState: String, CaseIterable, Hashable, Sendable, Codable {
    /// Its time has not come, or another job is using one of its accounts.
    case pending
    case running
    /// Each of its leads has its mail, or a reason for having none.
    case completed
    case failed
    case cancelled

    package var isEnd: Bool { self != .pending && self != .running }
}

/// An event that may change a job's state.
package enum JobEvent: String, CaseIterable, Hashable, Sendable, Codable {
    case begun, ended, failed, cancelled
}

extension JobState {
    /// The state after `event`; nil where the event changes nothing in this state. The only table of a job's transitions.
    package func after(_ event: JobEvent) -> JobState? {
        switch (event, self) {
        case (.begun, .pending): .running
        case (.ended, .running): .completed
        case (.failed, .pending), (.failed, .running): .failed
        case (.cancelled, .pending), (.cancelled, .running): .cancelled
        case (.begun, _), (.ended, _), (.failed, _), (.cancelled, _): nil
        }
    }
}

/// The state of a lead within a job.
package enum JobLeadState: String, CaseIterable, Hashable, Sendable, Codable {
    /// Its next mail is still to be planned.
    case waiting
    /// One of its mails is planned or on its way.
    case underWay = "under_way"
    /// Each of its people got the step.
    case done
    case skipped
    case error
}

/// An event that may change a lead's state within a job.
package enum JobLeadEvent: String, CaseIterable, Hashable, Sendable, Codable {
    /// Its next mail was planned.
    case planned
    /// Its next mail is to be planned later.
    case postponed
    /// Each of its people got the step.
    case served
    case skipped, failed
}

extension JobLeadState {
    /// The state after `event`; nil where it is over, which nothing changes. The only table of these transitions.
    package func after(_ event: JobLeadEvent) -> JobLeadState? {
        guard self == .waiting || self == .underWay else { return nil }
        return switch event {
        case .planned: .underWay
        case .postponed: .waiting
        case .served: .done
        case .skipped: .skipped
        case .failed: .error
        }
    }
}

/// The log entry of a job for one mail, or for a lead that got none.
package enum JobLogStatus: String, CaseIterable, Hashable, Sendable, Codable {
    case waiting = "WAITING"
    case sent = "SENT"
    case drafted = "DRAFTED"
    case skipped = "SKIPPED"
    case error = "ERROR"
}
