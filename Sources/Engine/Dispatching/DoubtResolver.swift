import Correspondence
import Logging
import Settings
import Storage
import Timing

/// Looks for evidence of stages whose outcome is unknown, and hands them to a person when none turns up in time.
struct DoubtResolver: Sendable {
    let parts: EngineParts

    static let interval = Duration.seconds(10)

    /// Returns when the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            do {
                for doubt in try await parts.store.doubtful(of: parts.watched.accounts) { try await resolve(doubt) }
            } catch {
                guard !Task.isCancelled else { return }
                parts.log.event(.error, "doubts.failed", ["error": "\(error)", "do": "trying again"])
            }
            // Ends early only by cancellation, which the loop looks for itself.
            try? await parts.clock.sleep(for: Self.interval)
        }
    }

    /// Reading Sent again marks the stage sent when its copy is there. Without evidence it waits out its grace.
    private func resolve(_ doubt: DoubtfulFollowUp) async throws {
        try await parts.watched[doubt.account]?.sync(within: FollowUpSender.fenceLimit)
        guard parts.clock.now - doubt.inDoubtSince >= parts.settings.inDoubtGrace else { return }
        try await parts.store.giveUp(doubt)
        parts.log.event(
            .error, "followup.needs_human",
            [
                "protocol": "SMTP", "thread": doubt.thread,
                "do": "look into Sent and decide: mosaic explain \(doubt.thread)",
            ])
        parts.signals.threadChanged(doubt.thread)
        parts.watched.poke(doubt.account)
    }
}
