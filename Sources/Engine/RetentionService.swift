import Events
import Logging
import Observability
import Settings
import Storage
import Timing

/// Removes data that is no longer needed, in small steps beside everything else: one pass a day, whichever process makes it and
/// however often processes are restarted.
///
/// The day is the database's: the process that made a pass keeps its lease until the next pass is due.
struct RetentionService: Sendable {
    let parts: EngineParts
    let process: ProcessIdentity

    /// The first minutes of a process belong to mail.
    private static let start = Duration.seconds(600)
    /// Time between two checks whether a pass is due.
    private static let look = Duration.seconds(3_600)
    static let interval = Duration.seconds(86_400)
    /// Longer than a pass through a large database: after this, a process that died in it is replaced.
    static let lease = Duration.seconds(12 * 3_600)
    private static let name = "retention"

    /// Returns when the task is cancelled.
    func run() async {
        var pause = Self.start
        while !Task.isCancelled {
            // Ends early only by cancellation, which the loop checks itself.
            try? await Task.sleep(for: pause)
            pause = Self.look
            if Task.isCancelled { return }
            do {
                let changed = try await runIfDue() ?? 0
                if changed > 0 { parts.log.event(.retentionTidied, ["changed": changed]) }
            } catch {
                guard !Task.isCancelled else { return }
                parts.log.event(.retentionFailed, ["error": "\(error)"])
            }
        }
    }

    /// Makes the day's pass, unless it is done or in progress. A pass that fails is repeated at the next check.
    ///
    /// - Returns: the number of rows changed; nil when nothing was due.
    func runIfDue() async throws -> Int? {
        let leases = parts.store.leases
        guard try await leases.holder(ofAny: [Self.name]) == nil,
            let lease = try await leases.acquire(Self.name, holder: process.description, for: Self.lease)
        else { return nil }
        do {
            let changed = try await RetentionPass(store: parts.store, spans: parts.settings.retentionSpans).run()
            _ = try await leases.renew([lease], for: Self.interval)
            return changed
        } catch {
            // If this fails too, the lease expires.
            try? await leases.release([lease])
            throw error
        }
    }
}

/// One pass through all data that is not kept for ever.
struct RetentionPass: Sendable {
    let store: Store
    let spans: RetentionSpans
    /// Rows looked at in one transaction.
    var page = 500
    /// Time between two transactions, so that everything else comes first.
    var pause = Duration.milliseconds(50)

    private typealias Step = @Sendable (Int64, Int, RetentionSpans) async throws -> TidiedPage

    /// - Returns: the number of rows changed or removed.
    func run() async throws -> Int {
        // Tasks before the messages that they are about.
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
    /// Data that is kept no longer than texts is not kept longer than these.
    var retentionSpans: RetentionSpans {
        let (texts, traces) = (retention.span, traceRetention.span)
        guard let texts else { return RetentionSpans(traces: traces, texts: nil) }
        return RetentionSpans(traces: traces.map { min($0, texts) } ?? texts, texts: texts)
    }
}
