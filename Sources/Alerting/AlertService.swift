import Events
package import Logging
import Observability
import ServiceLifecycle
package import Storage
import Timing

/// Looks for events that need a person, and alerts the receivers.
package struct AlertService: Service {
    private static let round = Duration.seconds(5)
    /// The most messages of one round; the next round has the rest.
    private static let most = 20

    private let store: Store
    private let post: AlertPost
    private let log: Logger

    package init(_ store: Store, _ post: AlertPost, log: Logger) {
        self.store = store
        self.post = post
        self.log = log
    }

    /// Works until shutdown or cancellation.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do { try await turn() } catch is CancellationError { return } catch {
                    // An alert not delivered now is delivered in a later round: the rows wait.
                    log.event(.alertsNotRead, ["error": "\(error)"])
                }
                // Ends with the task.
                try? await Task.sleep(for: Self.round)
            }
        }
    }

    /// Collects alerts, and delivers those that are due.
    package func turn() async throws {
        guard try await !store.alerts.targets().isEmpty else { return }
        try await store.alerts.collect()
        for _ in 0..<Self.most {
            guard let batch = try await store.alerts.claim() else { return }
            let outcome = try await post.send(batch)
            try await store.alerts.settle(batch, outcome)
            tell(outcome, batch)
        }
    }

    private func tell(_ outcome: AlertOutcome, _ batch: AlertBatch) {
        switch outcome {
        case .delivered:
            log.event(.alertDelivered, ["target": "\(batch.target.id)", "alert": batch.event.name])
        case .failed(let why, _), .gone(let why):
            log.event(
                .alertNotDelivered,
                [
                    "target": "\(batch.target.id)", "alert": batch.event.name, "error": why,
                    "do": "see mosaic alerts",
                ])
        }
    }
}

extension AlertService: CustomStringConvertible {
    package var description: String { "alerts" }
}
