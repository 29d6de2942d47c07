import Synchronization

/// The loops of a process and when each last turned. A loop that stops while the process lives is what health checks look for.
package final class Heartbeat: Sendable {
    private let beats = Mutex<[String: ContinuousClock.Instant]>([:])

    package init() {}

    /// The loop has turned, whatever the result.
    package func beat(_ loop: String) {
        beats.withLock { $0[loop] = .now }
    }

    /// How long each loop has been silent, by name. Empty before the first beat.
    package var silences: [(loop: String, silence: Duration)] {
        let now = ContinuousClock.now
        return beats.withLock { beats in
            beats.map { ($0.key, $0.value.duration(to: now)) }.sorted { $0.0 < $1.0 }
        }
    }
}
