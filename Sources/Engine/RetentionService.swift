import Events
import Logging
import Observability
import Settings
import Storage
import Timing

/// Removes what is not needed any more, in small steps beside everything else: one process, one pass a day.
struct RetentionService: Sendable {
    let parts: EngineParts
    let process: ProcessIdentity

    /// The first hour of a process belongs to mail.
    private static let start = Duration.seconds(3_600)
    private static let interval = Duration.seconds(86_400)
    /// Longer than a pass through a large database: a process that dies in it is replaced the next day.
    private static let lease = Duration.seconds(12 * 3_600)

    /// Returns when the task is cancelled.
    func run() async {
        var pause = Self.start
        while !Task.isCancelled {
            // Ends early only by cancellation, which the loop looks for itself.
            try? await Task.sleep(for: pause)
            pause = Self.interval
            if Task.isCancelled { return }
            do {
                let lease = try await parts.store.leases.acquire(
                    "retention", holder: process.description, for: Self.lease)
                guard let lease else { continue }
                let changed = try await RetentionPass(store: parts.store, spans: parts.settings.retentionSpans).run()
                try await parts.store.leases.release([lease])
                if changed > 0 { parts.log.event(.retentionTidied, ["changed": changed]) }
            } catch {
                guard !Task.isCancelled else { return }
                parts.log.event(.retentionFailed, ["error": "\(error)"])
            }
        }
    }
}

/// One way through everything that does not last.
struct RetentionPass: Sendable {
    let store: Store
    let spans: RetentionSpans
    /// Rows that are looked at in one transaction.
    var page = 500
    /// Between two of them, so that everything else comes first.
    var pause = Duration.milliseconds(50)

    private typealias Step = @Sendable (Int64, Int, RetentionSpans) async throws -> TidiedPage

    /// - Returns: how many rows were changed or removed.
    func run() async throws -> Int {
        // Actions before the messages that they are about.
        let steps: [Step] = [
            { try await store.mailboxes.tidy(after: $0, limit: $1, $2) },
            { try await store.messages.tidy(after: $0, limit: $1, $2) },
            { try await store.outbox.tidy(after: $0, limit: $1, $2) },
            { try await store.outbox.tidyTries(after: $0, limit: $1, $2) },
            { try await store.audit.tidy(after: $0, limit: $1, $2) },
        ]
        var changed = 0
        for step in steps {
            var key: Int64? = 0
            while let after = key {
                let tidied = try await step(after, page, spans)
                changed += tidied.changed
                key = tidied.last
                if key != nil { try await Task.sleep(for: pause) }
            }
        }
        return changed
    }
}

extension MosaicSettings {
    /// What is kept no longer than texts is not kept longer than these.
    var retentionSpans: RetentionSpans {
        let (texts, traces) = (retention.span, traceRetention.span)
        guard let texts else { return RetentionSpans(traces: traces, texts: nil) }
        return RetentionSpans(traces: traces.map { min($0, texts) } ?? texts, texts: texts)
    }
}
