import Correspondence
import Events
import Logging
import Observability
import Settings
import Storage
import Timing

/// When a run that ends by itself has nothing left to do for now: every mailbox was read to its end, what came is decided, what
/// is due has left, evidence was looked for about what may have left, and the planner has nothing for the time that is waited for.
struct RunEnd: Sendable {
    let parts: EngineParts
    let accounts: [AccountID]
    let batch: CampaignBatch
    let doubts: DoubtResolver
    let reports: [ReportService]
    let patience: Duration

    /// What is due within this time is waited for: longer than the usual gap of a campaign, shorter than its longer pause.
    static let patience = Duration.seconds(150)
    /// What a mailbox may take to be read to its end.
    private static let readingLimit = Duration.seconds(300)

    /// Returns when nothing is left, or the task is cancelled.
    func wait() async {
        await untilAllAreRead()
        await reports.catchUp()
        // Its own look may have come before any account was watched or any report read, and the next one after the end.
        await doubts.resolveAll()
        while !Task.isCancelled {
            do {
                if try await isReached() { break }
            } catch {
                // A database that is away for a moment ends nothing; the services say what is wrong with it.
            }
            await pause()
        }
        guard !Task.isCancelled else { return }
        parts.log.event(.engineDone, ["accounts": "\(parts.ready.accounts.count) of \(accounts.count)"])
    }

    private func untilAllAreRead() async {
        while !Task.isCancelled, !parts.progress.hasLooked(at: accounts) { await pause() }
        await withTaskGroup(of: Void.self) { group in
            for account in parts.ready.accounts {
                guard let ready = parts.ready[account] else { continue }
                // One that cannot be read now is read in the next run.
                group.addTask { try? await ready.sync(within: Self.readingLimit) }
            }
        }
    }

    private func isReached() async throws -> Bool {
        guard parts.progress.mailsInHand == 0 else { return false }
        if let next = try await parts.store.conversations.timeToNextDecision(), next <= patience { return false }
        if try await parts.store.mailboxes.hasUntried(of: parts.ready.accounts) { return false }
        guard !parts.settings.isDryRun else { return true }
        let campaigns = try await batch.room().campaigns
        guard campaigns == [] || parts.progress.isPlanned else { return false }
        let next = try await parts.store.outbox.timeToNextDue(of: parts.ready.accounts, campaigns: campaigns)
        return next.map { $0 > patience } ?? true
    }

    private func pause() async {
        // Ends early only by cancellation, which the loops look for themselves.
        try? await Task.sleep(for: .milliseconds(250))
    }
}
