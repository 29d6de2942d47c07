import Glibc
import Settings
import Storage
import Testing
import Timing

/// How many, as `.ci/bench replies` asks.
private let benchedReplies = getenv("MOSAIC_BENCH_REPLIES").flatMap { Int(String(cString: $0)) }

/// A burst of interested replies, each read, judged and answered: `.ci/bench replies`. Left out otherwise, as
/// `SendingBench` is.
@Suite(.serialized, .enabled(if: benchedReplies != nil, ".ci/bench replies")) struct ReplyBench {
    @Test func aBurstOfRepliesThatAreAnswered() async throws {
        let count = benchedReplies ?? 0
        let world = try await CountedWorld.open(accounts: 3, letters: count)
        let mosaic = try await Mosaic.open(world.settings, over: Store(database: world.database))
        let (span, processor) = (ContinuousClock.now, Self.processorTime)
        let cost = try await mosaic.watching {
            try await world.cost {
                try world.reply(with: [Scene.interested])
                try await world.settled(acting: true)
            }.each(of: count)
        }
        let time = (ContinuousClock.now - span) / .milliseconds(count)
        let own = (Self.processorTime - processor) / Double(count) * 1_000
        #expect(world.accepted == count)
        print(
            """
            bench: \(count) replies answered: \(time.rounded()) ms each from start to rest, \((own * 10).rounded() / 10) ms of \
            processor time (with the post office, which is in the same process); \(cost)
            """)
        await mosaic.close()
        try await world.close()
    }

    /// Of this process, in seconds.
    private static var processorTime: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
