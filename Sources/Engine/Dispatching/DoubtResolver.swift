import Correspondence
import Events
import Logging
import Observability
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
            await resolveAll()
            // Ends early only by cancellation, which the loop looks for itself.
            try? await parts.clock.sleep(for: Self.interval)
        }
    }

    /// Looks once at every stage in doubt of the accounts watched here.
    func resolveAll() async {
        await reporting {
            let doubts = try await parts.store.outbox.doubtful(of: parts.ready.accounts)
            for (account, doubts) in Dictionary(grouping: doubts, by: \.account).sorted(by: { $0.key < $1.key }) {
                // One account that cannot be read must not hold up the others.
                await reporting { try await resolve(doubts, of: account) }
            }
        }
        // Nobody looks into the mailboxes of an account that was given up.
        await reporting {
            for doubt in try await parts.store.outbox.doubtfulAndUnwatched(for: parts.settings.inDoubtGrace) {
                try await giveUp(doubt)
            }
        }
    }

    private func reporting(_ work: () async throws -> Void) async {
        do { try await work() } catch is CancellationError {
            // This process ends, or its watch of the account did: whoever watches it next looks again.
        } catch {
            guard !Task.isCancelled else { return }
            parts.log.event(.doubtsFailed, ["error": "\(error)", "do": "trying again"])
        }
    }

    /// Reading Sent again marks those sent whose copy is there. Without evidence they wait out their grace.
    private func resolve(_ doubts: [DoubtfulMail], of account: AccountID) async throws {
        guard let ready = parts.ready[account] else { return }
        try await ready.sync(within: MailSender.fenceLimit)
        for doubt in doubts { try await giveUp(doubt) }
    }

    private func giveUp(_ doubt: DoubtfulMail) async throws {
        guard try await parts.store.outbox.giveUp(doubt, after: parts.settings.inDoubtGrace) else { return }
        parts.log.event(
            .followupNeedsHuman,
            [
                "protocol": "SMTP", "thread": doubt.conversation,
                "do": "look into Sent and decide: mosaic explain \(doubt.conversation)",
            ])
        parts.notices.changed(doubt.conversation)
        parts.ready.poke(doubt.account)
    }
}
