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

    /// - Parameters:
    ///   - senders: every account of the settings with its key in the database.
    ///   - process: this process, among those that share the database.
    ///   - reports: the sources of providers' reports on mails.
    package init(
        parts: EngineParts, senders: [AccountID: SendingAccount], process: ProcessIdentity,
        reports: [any ReportSource] = []
    ) {
        self.parts = parts
        self.senders = senders
        self.process = process
        self.reports = reports
    }

    /// Runs until shutdown or cancellation. Work in progress is left at its row in the database.
    package func run() async throws {
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
                    group.addTask { await CampaignService(parts: parts, process: process).run() }
                    group.addTask { await RetentionService(parts: parts, process: process).run() }
                    group.addTask { await AutonomyService(parts: parts).run() }
                    group.addTask { await QuotaService(parts: parts, accounts: senders).run() }
                    for source in reports { group.addTask { await ReportService(parts: parts, source: source).run() } }
                    group.addTask {
                        await Dispatcher(parts: parts, sender: MailSender(parts: parts, accounts: senders)).run()
                    }
                }
                group.addTask { await DoubtResolver(parts: parts, accounts: senders).run() }
                group.addTask { await parts.rights.run(parts) }
                group.addTask { await parts.health.run(parts) }
                group.addTask { await CacheSync(parts: parts).run() }
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
