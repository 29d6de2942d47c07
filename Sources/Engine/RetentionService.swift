import Events
import Logging
import Observability
import Settings
import Storage
import Timing

/// Removes what is not needed any more, in small steps beside everything else: one pass a day, whichever process makes it and
/// however often they are started anew.
///
/// The database's clock tells the day: whoever made a pass keeps its lease for as long as the next one is not due.
struct RetentionService: Sendable {
    let parts: EngineParts
    let process: ProcessIdentity

    /// The first minutes of a process belong to mail.
    private static let start = Duration.seconds(600)
    /// Between two looks whether a pass is due.
    private static let look = Duration.seconds(3_600)
    static let interval = Duration.seconds(86_400)
    /// Longer than a pass through a large database: a process that dies in it is replaced after this.
    static let lease = Duration.seconds(12 * 3_600)
    private static let name = "retention"

    /// Returns when the task is cancelled.
    func run() async {
        var pause = Self.start
        while !Task.isCancelled {
            // Ends early only by cancellation, which the loop looks for itself.
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

    /// Makes the day's pass, unless it is made or under way. One that fails is made again at the next look.
    ///
    /// - Returns: how many rows were changed; nil when nothing was due.
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
            // If this fails too, the lease ends by itself.
            try? await leases.release([lease])
            throw error
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
