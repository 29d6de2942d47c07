import Correspondence
import Delivery
import Events
import Logging
import Observability
import Storage
import Timing

/// Takes in providers' reports on mails: that they left, bounced, or drew a complaint.
struct ReportService: Sendable {
    let parts: EngineParts
    let source: any ReportSource

    private static let backoff = Backoff(base: .seconds(5), cap: .seconds(600))

    /// Returns when the task is cancelled.
    func run() async {
        var failures = 0
        while !Task.isCancelled {
            do {
                try await readNew(waits: true)
                failures = 0
            } catch {
                guard !Task.isCancelled else { return }
                parts.log.event(
                    .reportsFailed,
                    ["source": source.name, "error": "\(error)", "do": "trying again; mails leave meanwhile"])
                // Ends early only by cancellation, which the loop checks itself.
                try? await parts.clock.sleep(for: Self.backoff.delay(attempt: failures, draw: .random(in: 0..<1)))
                failures += 1
            }
        }
    }

    /// Reads what has waited, so that nobody gets a mail whose complaint lies in the queue already. Returns at its end, after a
    /// failure, which ``run()`` tells, or once `patience` is over.
    fileprivate func catchUp(within patience: Duration) async {
        let end = parts.clock.now + patience
        while !Task.isCancelled, parts.clock.now < end {
            guard let count = try? await readNew(waits: false), count > 0 else { return }
        }
    }

    /// Reports that were not recorded come again.
    ///
    /// - Returns: how many there were.
    @discardableResult
    private func readNew(waits: Bool) async throws -> Int {
        var written: [ReceivedReport] = []
        var failure: (any Error)?
        let reports = try await source.receive(waits: waits)
        for received in reports {
            do {
                if let report = received.report { try await note(report) }
                written.append(received)
            } catch { failure = failure ?? error }
        }
        try await source.forget(written)
        if let failure { throw failure }
        return reports.count
    }

    private func note(_ report: ProviderReport) async throws {
        guard let conversation = try await parts.store.outbox.note(report) else { return }
        parts.log.event(
            .mailReported, ["thread": conversation, "report": report.kind.rawValue, "detail": report.detail])
        parts.notices.changed(conversation)
    }
}

extension [ReportService] {
    /// All of them at once.
    func catchUp(within patience: Duration = .seconds(60)) async {
        await withDiscardingTaskGroup { group in
            for service in self { group.addTask { await service.catchUp(within: patience) } }
        }
    }
}
