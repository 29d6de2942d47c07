import Correspondence
import Delivery
import Events
import Logging
import Observability
import Settings
import Storage
import Timing

/// Looks for evidence about mails in doubt, whose outcome is unknown, and hands them to a person when none turns up in time.
struct DoubtResolver: Sendable {
    let parts: EngineParts
    let accounts: [AccountID: SendingAccount]
    /// Whether it also gives up those of accounts that no process has.
    var givesUpOthers = true

    static let interval = Duration.seconds(10)

    /// Returns when the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            await resolveAll()
            // Ends early only by cancellation, which the loop checks itself.
            try? await parts.clock.sleep(for: Self.interval)
        }
    }

    /// Looks once at every mail in doubt of the accounts watched here.
    func resolveAll() async {
        await reporting {
            let doubts = try await parts.store.outbox.doubtful(of: parts.ready.accounts)
            for (account, doubts) in Dictionary(grouping: doubts, by: \.account).sorted(by: { $0.key < $1.key }) {
                // One account that cannot be read must not hold up the others.
                await reporting { try await resolve(doubts, of: account) }
            }
        }
        guard givesUpOthers else { return }
        // Nobody looks into the mailboxes of an account that was given up.
        await reporting {
            for doubt in try await parts.store.outbox.doubtfulAndUnwatched(for: parts.settings.inDoubtGrace) {
                try await giveUp(doubt)
            }
        }
    }

    private func reporting(_ work: () async throws -> Void) async {
        do { try await work() } catch is CancellationError {
            // This process ends, or its watch of the account did: the next watcher looks again.
        } catch {
            guard !Task.isCancelled else { return }
            parts.log.event(.doubtsFailed, ["error": "\(error)", "do": "trying again"])
        }
    }

    /// Reading Sent again marks as sent the mails whose copies are there. Without evidence they wait out the grace period.
    private func resolve(_ doubts: [DoubtfulMail], of account: AccountID) async throws {
        guard let ready = parts.ready[account] else { return }
        try await ready.sync(within: MailSender.fenceLimit)
        for doubt in doubts where !(await isFound(doubt)) { try await giveUp(doubt) }
    }

    /// Asks the mailer itself, where it can tell. That it knows nothing, or does not answer, is no evidence of anything.
    private func isFound(_ doubt: DoubtfulMail) async -> Bool {
        guard let finder = accounts[doubt.account]?.mailer as? any MailFinding, let id = doubt.messageID,
            isTimeToAsk(about: doubt)
        else { return false }
        do {
            let sought = SoughtMail(messageID: id, recipient: doubt.recipient, since: doubt.since)
            guard let found = try await finder.find(sought) else { return false }
            try await parts.store.outbox.noteFound(doubt, as: found.messageID, proof: found.proof)
            parts.log.event(.followupFound, ["thread": doubt.conversation, "evidence": found.proof])
            parts.notices.changed(doubt.conversation)
            return true
        } catch {
            parts.log.event(.doubtsFailed, ["error": "\(error)", "do": "trying again"])
            return false
        }
    }

    /// At each look in the first minute, then once a minute, and once more before the mail is given up.
    private func isTimeToAsk(about doubt: DoubtfulMail) -> Bool {
        let age = parts.clock.now - doubt.since
        return age < .seconds(60) || age >= parts.settings.inDoubtGrace
            || age.components.seconds % 60 < Self.interval.components.seconds
    }

    private func giveUp(_ doubt: DoubtfulMail) async throws {
        guard try await parts.store.outbox.giveUp(doubt, after: parts.settings.inDoubtGrace) else { return }
        parts.log.event(
            .followupNeedsHuman,
            [
                "protocol": accounts[doubt.account]?.protocolName ?? "IMAP", "thread": doubt.conversation,
                "do": "look into Sent and decide: mosaic explain \(doubt.conversation)",
            ])
        parts.notices.changed(doubt.conversation)
        parts.ready.poke(doubt.account, .inbox)
    }
}
