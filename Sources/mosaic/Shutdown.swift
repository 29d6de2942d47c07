import Events
import Logging
import Observability
import ServiceLifecycle
import UnixSignals

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Runs a service until a signal: the first ends it cleanly, within five seconds; a second one at once.
enum Shutdown {
    /// After this time anything still running is cancelled; its rows record how far it got.
    static let drainLimit = Duration.seconds(5)

    static func run(_ service: some Service, log: Logger) async throws {
        var quiet = log
        quiet.logLevel = .error
        var configuration = ServiceGroupConfiguration(
            services: [.init(service: service, successTerminationBehavior: .gracefullyShutdownGroup)], logger: quiet)
        configuration.maximumGracefulShutdownDuration = drainLimit
        let group = ServiceGroup(configuration: configuration)
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await group.run() }
            tasks.addTask {
                await followSignals(group, log)
            }
            defer { tasks.cancelAll() }
            try await tasks.next()
        }
    }

    private static func followSignals(_ group: ServiceGroup, _ log: Logger) async {
        var count = 0
        // A closed terminal sends SIGHUP; under nohup that is ignored, and stays ignored.
        let signals: [UnixSignal] = isHangUpIgnored ? [.sigint, .sigterm] : [.sigint, .sigterm, .sighup]
        for await signal in await UnixSignalsSequence(trapping: signals) {
            count += 1
            guard count == 1 else { _exit(128 + number(of: signal)) }
            log.event(.engineStopping, ["signal": "\(signal)", "within": drainLimit])
            await group.triggerGracefulShutdown()
        }
    }

    private static func number(of signal: UnixSignal) -> CInt {
        switch signal {
        case .sigint: SIGINT
        case .sighup: SIGHUP
        default: SIGTERM
        }
    }

    private static var isHangUpIgnored: Bool {
        var action = sigaction()
        guard sigaction(SIGHUP, nil, &action) == 0 else { return false }
        // SIG_IGN, a macro that Swift does not import.
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
    }
}
