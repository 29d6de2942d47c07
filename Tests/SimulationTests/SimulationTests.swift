import Synchronization
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The three laws under seeded faults: never twice, never lost, never to the wrong one.
struct SimulationTests {
    /// The short form; `MOSAIC_SEEDS` asks for more, `MOSAIC_FIRST_SEED` for others, `MOSAIC_SEED` for one alone.
    @Test func noSeedBreaksALaw() async throws {
        let seeds = Seeds.asked
        let clock = ContinuousClock()
        let start = clock.now
        let summary = try await Seeds.run(seeds)
        let span = start.duration(to: clock.now)
        print(
            "\(summary.count) seeds in \(span): \(summary.departures) mails sent, \(summary.deaths) processes died, "
                + "\(summary.failures.count) seeds failed")
        for failure in summary.failures.prefix(3) { print(failure.story) }
        let failed = summary.failures.map(\.seed).sorted()
        #expect(failed.isEmpty)
        #expect(summary.count < 100 || summary.departures > summary.count / 2, "the stories send too little")
    }

    @Test(arguments: [3, 17, 99] as [UInt64])
    func aSeedAlwaysTellsTheSameStory(seed: UInt64) async throws {
        let minds = try Minds.shared.get()
        let stage = try await Stage.open()
        let first = try await Simulation.run(seed, on: stage, minds: minds)
        _ = try await Simulation.run(seed + 1, on: stage, minds: minds)
        let second = try await Simulation.run(seed, on: stage, minds: minds)
        #expect(first.lines.count > 10)
        // Compared first, so that a failure does not print both stories.
        let isSame = first.lines == second.lines
        #expect(isSame)
    }
}

/// Which stories to tell, on how many cores.
enum Seeds {
    struct Summary: Sendable {
        var count = 0
        var departures = 0
        var deaths = 0
        var failures: [Simulation.Outcome] = []
    }

    static var asked: Range<UInt64> {
        if let one = number("MOSAIC_SEED") { return one..<(one + 1) }
        let first = number("MOSAIC_FIRST_SEED") ?? 1
        return first..<(first + (number("MOSAIC_SEEDS") ?? 1_000))
    }

    private static func number(_ name: String) -> UInt64? {
        getenv(name).flatMap { UInt64(String(cString: $0)) }
    }

    static func run(
        _ seeds: Range<UInt64>, sabotage: Sabotage? = nil, untilFailures limit: Int = 20
    ) async throws -> Summary {
        let minds = try Minds.shared.get()
        let progress = Progress(seeds, limit: limit)
        try await withThrowingTaskGroup { group in
            for _ in 0..<2 {
                group.addTask {
                    let stage = try await Stage.open()
                    while let seed = progress.nextSeed() {
                        progress.add(try await Simulation.run(seed, on: stage, minds: minds, sabotage: sabotage))
                    }
                }
            }
            try await group.waitForAll()
        }
        return progress.summary
    }
}

/// Hands out seeds until enough of them failed.
private final class Progress: Sendable {
    private let limit: Int
    private let state: Mutex<(rest: Range<UInt64>, summary: Seeds.Summary)>

    init(_ seeds: Range<UInt64>, limit: Int) {
        self.limit = limit
        state = Mutex((seeds, Seeds.Summary()))
    }

    var summary: Seeds.Summary { state.withLock { $0.summary } }

    func nextSeed() -> UInt64? {
        state.withLock { state in
            guard state.summary.failures.count < limit, let seed = state.rest.first else { return nil }
            state.rest = (seed + 1)..<state.rest.upperBound
            return seed
        }
    }

    func add(_ outcome: Simulation.Outcome) {
        state.withLock { state in
            state.summary.count += 1
            state.summary.departures += outcome.departures
            state.summary.deaths += outcome.deaths
            if !outcome.violations.isEmpty { state.summary.failures.append(outcome) }
        }
    }
}
