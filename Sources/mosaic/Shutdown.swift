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

/// Runs a service until a signal ends it: the first one in order, within five seconds; a second one at once.
enum Shutdown {
    /// After this time what still runs is cancelled; its rows say how far it came.
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
        for await signal in await UnixSignalsSequence(trapping: .sigint, .sigterm) {
            count += 1
            guard count == 1 else { _exit(128 + (signal == .sigint ? SIGINT : SIGTERM)) }
            log.event(.engineStopping, ["signal": "\(signal)", "within": drainLimit])
            await group.triggerGracefulShutdown()
        }
    }
}
