package import Correspondence
package import Delivery
import Events
import Logging
import Observability
import ServiceLifecycle
import Settings
import Storage
import Timing

/// The running autoresponder: watchers, decisions, sends and the cache, concurrently over one database.
package struct MosaicEngine: Service {
    private let parts: EngineParts
    private let senders: [AccountID: SendingAccount]
    private let process: ProcessIdentity
    private let reports: [any ReportSource]
    private let scope: RunScope

    /// - Parameters:
    ///   - senders: the accounts that it looks after, with their keys in the database.
    ///   - process: this process, among those that share the database.
    ///   - reports: where providers tell what became of mails.
    ///   - scope: what it looks after, and for how long.
    package init(
        parts: EngineParts, senders: [AccountID: SendingAccount], process: ProcessIdentity,
        reports: [any ReportSource] = [], scope: RunScope = RunScope()
    ) {
        self.parts = parts
        self.senders = senders
        self.process = process
        self.reports = reports
        self.scope = scope
    }

    /// Runs until shutdown or cancellation, or where its scope says so until nothing is left to do for now. Everything that was
    /// under way is left at its row in the database.
    package func run() async throws {
        let batch = CampaignBatch(
            parts: parts, scope: scope, accounts: senders.keys.sorted(),
            since: scope.endsByItself ? try await parts.store.currentTime() : parts.clock.now)
        let services = reports.map { ReportService(parts: parts, source: $0) }
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                for (account, sender) in senders {
                    let watcher = AccountWatcher(
                        parts: parts, account: account, settings: sender.settings, process: process,
                        drafts: sender.mailer as? any DraftKeeping)
                    group.addTask { await watcher.run() }
                }
                group.addTask { await DecisionService(parts, process).run() }
                if !parts.settings.isDryRun {
                    group.addTask { await CampaignService(parts: parts, process: process, batch: batch).run() }
                    group.addTask { await RetentionService(parts: parts, process: process).run() }
                    group.addTask { await AutonomyService(parts: parts).run() }
                    group.addTask { await QuotaService(parts: parts, accounts: senders).run() }
                    for service in services { group.addTask { await service.run() } }
                    group.addTask {
                        await services.catchUp()
                        await Dispatcher(
                            parts: parts, sender: MailSender(parts: parts, accounts: senders), batch: batch
                        ).run()
                    }
                }
                // A run that is short, or for some accounts alone, says nothing about those that nobody has now.
                let isWhole = !scope.endsByItself && !scope.isForSomeAccounts
                let doubts = DoubtResolver(parts: parts, accounts: senders, givesUpOthers: isWhole)
                group.addTask { await doubts.run() }
                group.addTask { await parts.rights.run(parts) }
                group.addTask { await parts.health.run(parts) }
                if let cache = parts.cache { group.addTask { await CacheSync(parts: parts, cache: cache).run() } }
                guard scope.endsByItself else { return }
                await RunEnd(
                    parts: parts, accounts: senders.keys.sorted(), batch: batch, doubts: doubts,
                    reports: services, patience: RunEnd.patience
                ).wait()
                group.cancelAll()
            }
        }
        parts.log.event(.engineStopped, [:])
    }

    /// The accounts this process watches at this moment.
    package var watchedAccounts: [AccountID] { parts.ready.accounts }
}

extension MosaicEngine: CustomStringConvertible {
    /// Short on purpose: service groups put it into every line they log.
    package var description: String { "engine" }
}
