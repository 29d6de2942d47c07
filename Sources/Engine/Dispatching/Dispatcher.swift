import Correspondence
import Delivery
import Events
import Logging
import Observability
import Settings
import Storage
import Synchronization
import Timing

/// Sends mails as they become due: one at a time for each account, at most a set number at once.
struct Dispatcher: Sendable {
    let parts: EngineParts
    let sender: MailSender

    /// Longer than any send can take before its final dot: ``MailSender/fenceLimit``, and what a server may take
    /// (`SMTPServer.beforeDotTimeout`, 480 s).
    static let leaseTime = Duration.seconds(600)

    /// Returns when the task is cancelled and every send has come to an end.
    func run() async {
        let lanes = sender.lanes
        await WorkLoop(
            slots: WorkerSlots(parts.settings.maxConcurrentWorkers), news: parts.notices.dispatcher,
            claim: claim,
            timeToNext: {
                try await parts.store.outbox.timeToNextDue(of: lanes.offer(of: parts.ready.accounts).accounts)
            },
            perform: { claim in
                await sender.send(claim)
                lanes.end(claim.account)
                parts.notices.dispatcher.raise()
            },
            failed: { error in
                parts.log.event(.dispatcherDatabaseFailed, ["error": "\(error)", "do": "trying again"])
            },
            turned: { parts.heartbeat.beat("sending") }
        ).run()
    }

    /// A few claims in a row: each takes no more than every server has room for, and accounts take turns.
    private func claim(_ limit: Int) async throws -> [MailClaim] {
        let lanes = sender.lanes
        var claims: [MailClaim] = []
        while claims.count < limit {
            let offer = lanes.offer(of: parts.ready.accounts)
            let room = min(offer.limit, limit - claims.count)
            let batch: [MailClaim]
            do { batch = try await claim(of: offer.accounts, limit: room) } catch {
                // What is claimed already is sent first.
                guard claims.isEmpty else { break }
                throw error
            }
            for claim in batch { lanes.begin(claim.account) }
            claims += batch
            if batch.count < room || room == 0 {
                lanes.beginRound()
                guard offer.leavesOut else { break }
            }
        }
        return claims
    }

    private func claim(of accounts: [AccountID], limit: Int) async throws -> [MailClaim] {
        try await parts.store.outbox.claimDue(
            of: accounts, limit: limit, lease: Self.leaseTime, policy: parts.sendPolicy
        ) { mail in
            parts.log.event(
                .followupUnreadable,
                [
                    "mail": mail.id, "thread": mail.conversation, "account": sender.address(of: mail.account),
                    "error": mail.reason,
                    "do": "mosaic explain \(mail.conversation)",
                ])
        }
    }
}
