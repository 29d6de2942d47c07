import Correspondence
import Delivery
import Events
import Logging
import Observability
import Settings
import Storage
import Synchronization
import Timing

/// Sends mails as they become due: one at a time for each account, and from a set number of accounts at once.
struct Dispatcher: Sendable {
    let parts: EngineParts
    let sender: MailSender
    let batch: CampaignBatch

    /// Longer than any send can take before its final dot: ``MailSender/fenceLimit``, and the time allowed to a server
    /// (`SMTPServer.beforeDotTimeout`, 480 s).
    static let leaseTime = Duration.seconds(600)

    /// Answers of one account that are claimed together. With a set time between its mails each is claimed separately.
    private static let window = 10

    /// Returns when the task is cancelled and every send has come to an end.
    func run() async {
        let lanes = sender.lanes
        await WorkLoop(
            slots: WorkerSlots(parts.settings.maxConcurrentWorkers), news: parts.notices.dispatcher,
            claim: claim,
            timeToNext: {
                let offer = lanes.offer(of: parts.ready.accounts)
                // A claim asks all accounts in turn.
                if offer.leavesOut { return .zero }
                return try await parts.store.outbox.timeToNextClaim(
                    of: offer.accounts, campaigns: batch.room().campaigns)
            },
            perform: { window in
                await sender.send(window.claims)
                parts.progress.ended(window.claims)
                lanes.end(window.account)
                parts.notices.dispatcher.raise()
            },
            failed: { error in
                parts.log.event(.dispatcherDatabaseFailed, ["error": "\(error)", "do": "trying again"])
            },
            turned: { parts.heartbeat.beat("sending") }
        ).run()
    }

    /// Mails of one account.
    private struct Window {
        let account: AccountID
        let claims: [MailClaim]
    }

    /// A few claims in a row: each takes no more than any server has room for, and accounts take turns.
    private func claim(_ limit: Int) async throws -> [Window] {
        let lanes = sender.lanes
        var windows: [Window] = []
        while windows.count < limit {
            let offer = lanes.offer(of: parts.ready.accounts)
            let room = min(offer.limit, limit - windows.count)
            let batch: [Window]
            do { batch = try await claim(of: offer.accounts, limit: room) } catch {
                // Mails that are already claimed are sent first.
                guard windows.isEmpty else { break }
                throw error
            }
            for window in batch { lanes.begin(window.account) }
            windows += batch
            if batch.count < room || room == 0 {
                lanes.beginRound()
                guard offer.leavesOut else { break }
            }
        }
        return windows
    }

    private func claim(of accounts: [AccountID], limit: Int) async throws -> [Window] {
        let size = parts.sendPolicy.spacing > .zero ? 1 : Self.window
        let room = try await batch.room()
        let claims = try await parts.store.outbox.claimDue(
            of: accounts, limit: room.mails.map { max(1, min($0, limit)) } ?? limit, window: size,
            lease: Self.leaseTime, policy: parts.sendPolicy, campaigns: room.campaigns
        ) { mail in
            parts.log.event(
                .followupUnreadable,
                [
                    "mail": mail.id, "thread": mail.conversation, "account": sender.address(of: mail.account),
                    "error": mail.reason,
                    "do": "mosaic explain \(mail.conversation)",
                ])
        }
        parts.progress.began(claims)
        return Dictionary(grouping: claims, by: \.account).map { Window(account: $0, claims: $1) }
            .sorted { $0.account < $1.account }
    }
}
