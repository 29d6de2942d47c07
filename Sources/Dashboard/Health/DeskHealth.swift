import Observability
import Storage
import Synchronization
import Text
import Timing

/// The installation's health, answered from values that are refreshed in the background: a probe never waits for a database.
final class DeskHealth: Sendable {
    /// A loop of the engine that is silent for longer stands still. Loops turn at least every five seconds.
    static let longestSilence = Duration.seconds(45)
    /// The database counts as away after this time without an answer.
    static let longestAbsence = Duration.seconds(10)
    /// How often the numbers for `/metrics` are read.
    static let interval = Duration.seconds(5)

    private struct Seen {
        var answeredAt: ContinuousClock.Instant?
        var isEngineSomewhere = false
        var numbers: DeskNumbers?
    }

    private let store: Store
    private let heartbeat: Heartbeat?
    private let clock: any WallClock
    private let seen = Mutex(Seen())

    /// - Parameter heartbeat: that of the engine in this process; nil where it runs in another.
    init(_ store: Store, heartbeat: Heartbeat?, clock: any WallClock = SystemWallClock()) {
        self.store = store
        self.heartbeat = heartbeat
        self.clock = clock
    }

    /// Refreshes until cancelled.
    func run() async {
        while !Task.isCancelled {
            await refresh()
            // Ends with the task.
            try? await Task.sleep(for: Self.interval)
        }
    }

    func refresh() async {
        // An unavailable database is noticed by the time since its last answer.
        guard let numbers = try? await DeskNumbers(of: store) else { return }
        seen.withLock { seen in
            seen.answeredAt = .now
            seen.isEngineSomewhere = numbers.isEngineRunning
            seen.numbers = numbers
        }
    }

    /// The engine's loops that stand still.
    var stuckLoops: [String] { Self.stuck(heartbeat?.silences ?? []) }

    static func stuck(_ silences: [(loop: String, silence: Duration)]) -> [String] {
        silences.filter { $0.silence > longestSilence }.map(\.loop)
    }

    /// 503 when the engine of this process stands still; never because a database or a mail server is unavailable.
    var report: (isGood: Bool, json: JSON) {
        let stuck = stuckLoops
        let isRunning =
            heartbeat.map { !$0.silences.isEmpty && stuck.isEmpty } ?? seen.withLock { $0.isEngineSomewhere }
        return (
            stuck.isEmpty,
            [
                "status": stuck.isEmpty ? "healthy" : "unhealthy", "scheduler_running": isRunning,
                "stuck": stuck.json, "timestamp": clock.now,
            ]
        )
    }

    /// Whether requests can be served: the database has answered recently.
    var isReady: Bool {
        seen.withLock { seen in seen.answeredAt.map { $0.duration(to: .now) < Self.longestAbsence } ?? false }
    }

    /// In Prometheus' text format.
    var metrics: String {
        DeskMetrics(seen.withLock { $0.numbers }, silences: heartbeat?.silences ?? [], isReady: isReady).text
    }
}
