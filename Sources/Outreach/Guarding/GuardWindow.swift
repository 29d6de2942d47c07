package import Timing

/// A job that uses an account, as seen by another job that wants the same account.
package struct AccountJob: Hashable, Sendable {
    package let key: Int64
    /// When it is to start, or started.
    package let startsAt: Timestamp
    package let isRunning: Bool

    package init(key: Int64, startsAt: Timestamp, isRunning: Bool) {
        self.key = key
        self.startsAt = startsAt
        self.isRunning = isRunning
    }
}

/// The distance in time that jobs of one account keep, so that a conflicting job is refused when it is made and does not fail
/// in the night.
package struct GuardWindow: Hashable, Sendable {
    package let span: Duration

    package init(span: Duration = .seconds(7_200)) { self.span = span }

    package enum Conflict: Hashable, Sendable {
        /// A job is running, and its end is unknown.
        case running(AccountJob)
        /// A job is too close. From this instant on there is none, as things stand.
        case tooNear(AccountJob, freeAt: Timestamp)
    }

    /// The obstacle to a job that starts at `start`; nil when it may be made.
    package func conflict(startingAt start: Timestamp, with jobs: [AccountJob]) -> Conflict? {
        if let running = jobs.first(where: \.isRunning) { return .running(running) }
        let near = jobs.min { distance($0, start) < distance($1, start) }
        guard let near, distance(near, start) < span else { return nil }
        let freeAt = jobs.map(\.startsAt).sorted().reduce(start) { free, other in
            other - free < span && free - other < span ? other + span : free
        }
        return .tooNear(near, freeAt: freeAt)
    }

    private func distance(_ job: AccountJob, _ start: Timestamp) -> Duration {
        job.startsAt < start ? start - job.startsAt : job.startsAt - start
    }
}
