import Alerting
import ArgumentParser
import Curl
import Dashboard
import Database
import Engine
import Events
import Logging
import Observability
import Operations
import ServiceLifecycle
import Settings
import Storage
import Timing

/// `mosaic run`.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Watch the mailboxes, answer replies, follow up, hand over.",
        discussion: """
            Runs until Ctrl+C, SIGTERM or SIGHUP, and then shuts down cleanly within five seconds; a second one ends it at \
            once. What was interrupted continues at the next start.

            An account that cannot be reached, or whose login is refused, is named and tried again; the others go on. It does \
            not start when none of the accounts can be reached, or connected at the desk.

            For cron, and to share the work:

              mosaic run --once                       does what there is to do for now, and ends
              mosaic run --once --campaign spring --batch-size 20
              mosaic run --account me@example.com     looks after this account alone

            --once reads every mailbox to its end, decides and answers what came, sends what is due, and ends once nothing is \
            due within two and a half minutes: a campaign goes on at its gap until its longer pause, its hours or its limits. \
            Until the next run nobody watches the mailboxes; an account that another process has is left to that.

            --account watches and sends from these accounts alone. A campaign deals its new leads to all its accounts all the \
            same, and those of an account that nobody looks after wait. --campaign and --batch-size are about mails of \
            campaigns: replies are read and answered whichever campaign they belong to, or none.
            """)

    @OptionGroup var options: SettingsOptions

    @Flag(name: .long, help: "Read and decide, but send nothing.")
    var dryRun = false
    @OptionGroup var part: RunPart

    func run() async throws {
        ProcessLimits.prepare()
        let loaded = try await options.load()
        var settings = loaded.settings
        settings.isDryRun = settings.isDryRun || dryRun
        let applicationLog = ApplicationLog(path: settings.log.file, showsOnTerminal: true)
        let log = applicationLog.logger("mosaic", level: Logger.Level(settings.log.level))
        let limits = ProcessLimits.warning(forAccounts: settings.accounts.count)
        for warning in loaded.warnings.map({ "\($0)" }) + [limits].compactMap(\.self) {
            log.event(.settingsWarning, ["do": warning])
        }
        try await requireLicence(settings.licence, log)
        try part.check(settings)
        let installation = try await open(settings, log)
        let scope: RunScope
        do { scope = try await part.scope(in: installation.store) } catch {
            await installation.close()
            throw notStarted(error, settings)
        }
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            // What ends in a moment is no place to look at.
            let hasDesk = !scope.endsByItself
            let connecting = hasDesk ? wayToConnect(installation) : nil
            do { try await untilSomeAccountIsUsable(installation, connecting, &tasks, log) } catch {
                await installation.close()
                throw notStarted(error, settings)
            }
            tellStart(of: installation, log)
            let desk = try await hasDesk ? desk(of: installation, connecting, log) : nil
            tasks.addTask { await installation.buildIndexes() }
            let alerts = installation.alerts(log)
            tasks.addTask { try await alerts.run() }
            if let desk { tasks.addTask { try await Self.serve(desk, log) } }
            try await Shutdown.run(installation.engine(of: part.chosen, scope: scope), log: log)
            tasks.cancelAll()
        }
        await installation.close()
    }

    private func requireLicence(_ licence: LicenceSettings?, _ log: Logger) async throws {
        guard let licence else { return }
        let transport = CurlTransport()
        let verdict = await LicenceCheck(licence, transport: transport).verdict()
        await transport.shutdown()
        switch verdict {
        case .listed: break
        case .missing:
            throw SettingsError(faults: [
                "LICENSE_KEY is not in the sheet of LICENSE_SHEET_URL: ask the person who keeps it, or unset both; Mosaic needs neither."
            ])
        case .unread(let why):
            log.event(
                .settingsWarning,
                ["do": "the sheet of LICENSE_SHEET_URL was not read (\(why)): see to it; mail is answered"])
        }
    }

    private func tellStart(of installation: Installation, _ log: Logger) {
        let settings = installation.settings
        log.event(
            .engineStarted,
            [
                "accounts": "\(part.chosen?.count ?? settings.accounts.count)",
                "database": "\(installation.store.dialect.rawValue)",
                "redis": "\(settings.redisURL == nil ? "no" : "yes")",
                "model": "\(settings.groq?.model ?? "none, rules alone")", "sends": "\(!settings.isDryRun)",
            ])
    }

    /// How people connect accounts while it runs; nil where they cannot.
    private func wayToConnect(_ installation: Installation) -> BrowserConnecting? {
        installation.settings.web.flatMap {
            Installation.connecting(installation.settings, $0, installation.store, installation.transport)
        }
    }

    /// Nil unless the settings ask for it.
    private func desk(
        of installation: Installation, _ connecting: BrowserConnecting?, _ log: Logger
    ) async throws -> Desk? {
        guard let web = installation.settings.web else { return nil }
        return try await Desk.open(
            web, store: installation.store, acts: Interventions(installation.store, cache: installation.parts.cache),
            heartbeat: installation.parts.heartbeat, transport: installation.transport,
            never: installation.settings.neverAnswer,
            connecting: connecting,
            trial: AccountTrial(
                installation.settings, access: Installation.access(installation.parts.tokens, installation.transport)),
            settings: await options.source(), autonomy: installation.settings.autonomy,
            defaults: installation.settings.campaigns, log: log)
    }

    /// A port in use must not prevent mail from being answered.
    private static func serve(_ desk: Desk, _ log: Logger) async throws {
        do { try await desk.run() } catch is CancellationError {} catch {
            log.event(
                .deskFailed, ["error": "\(error)", "do": "correct it and start again; mail is answered meanwhile"])
        }
    }

    private static let otherAccountsStart = "correct it and start again; the other accounts are watched"
    private static let connectAtDesk = "connect it on the desk's page Accounts; or \(otherAccountsStart)"

    private func open(_ settings: MosaicSettings, _ log: Logger) async throws -> Installation {
        do { return try await Installation.open(settings, clock: SystemWallClock(), log: log) } catch {
            throw notStarted(error, settings)
        }
    }

    /// Contacts the new accounts, and returns with the first that can be used: `tasks` continues with the others, since a silent
    /// server must not make everybody wait. Throws when none can be used or connected.
    private func untilSomeAccountIsUsable(
        _ installation: Installation, _ connecting: BrowserConnecting?,
        _ tasks: inout ThrowingTaskGroup<Void, any Error>, _ log: Logger
    ) async throws {
        let access = Installation.access(installation.parts.tokens, installation.transport)
        let contact = FirstContact(part.reduced(installation.settings), store: installation.store, access: access) {
            connecting?.takes($0) == true
        }
        let (hopes, hope) = AsyncThrowingStream<Void, any Error>.makeStream()
        tasks.addTask {
            do {
                let report = try await contact.report { hope.yield() }
                if report.isHopeless { throw SettingsError(faults: report.faults) }
                hope.finish()
                for fault in report.faults {
                    let advice = connecting == nil ? Self.otherAccountsStart : Self.connectAtDesk
                    log.event(.accountNotReached, ["error": fault, "do": advice])
                }
            } catch { hope.finish(throwing: error) }
        }
        for try await _ in hopes { return }
    }

    /// To the file only: on the terminal the failing command prints the sentence once.
    private func notStarted(_ error: any Error, _ settings: MosaicSettings) -> CommandFailure {
        ApplicationLog(path: settings.log.file, showsOnTerminal: false).logger("mosaic", level: .error)
            .event(.engineNotStarted, ["error": "\(error)"])
        return CommandFailure("\(error)")
    }
}

extension Logger.Level {
    init(_ level: LogSettings.Level) {
        self =
            switch level {
            case .debug: .debug
            case .info: .info
            case .warning: .warning
            case .error: .error
            }
    }
}
