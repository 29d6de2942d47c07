import Timing

/// Whether to try the server again: after a failure everybody is refused at once until the next try is due.
struct Outage {
    private let backoff: Backoff
    private var failures = 0
    private var last: (error: RedisError, until: ContinuousClock.Instant)?

    init(_ backoff: Backoff) { self.backoff = backoff }

    /// Why not to try now; nil when a try is due.
    func refusal(at now: ContinuousClock.Instant) -> RedisError? {
        guard let last, now < last.until else { return nil }
        return RedisError(.unreachable, "Redis is not tried again for a moment: \(last.error.sentence)")
    }

    mutating func failed(_ error: RedisError, at now: ContinuousClock.Instant, draw: Double) {
        last = (error, now + backoff.delay(attempt: failures, draw: draw))
        failures += 1
    }

    mutating func ended() {
        failures = 0
        last = nil
    }
}
