import Glibc
import Hummingbird
import HummingbirdTesting
import Storage
import TestServers
import Testing
import Timing

@testable import Dashboard

/// How many leads and messages, as `.ci/bench desk` asks.
private let benchedSizes = getenv("MOSAIC_BENCH_DESK").map { text in
    String(cString: text).split(separator: " ").compactMap { Int($0) }
}

/// What each page of the desk takes over so many leads and messages in PostgreSQL: `.ci/bench desk`. Left out otherwise.
@Suite(.serialized, .enabled(if: benchedSizes != nil, ".ci/bench desk")) struct DeskBench {
    @Test func whatEachPageTakesByTheSizeOfTheTables() async throws {
        for size in benchedSizes ?? [] {
            let server = try await PostgresServer.start(settings: ["shared_buffers": "512MB"])
            let history = LargeHistory(size: size)
            try await LargeDesk.with(history, server) { desk, session in
                var told: [String] = []
                for path in history.paths {
                    // The first request of a kind finds an empty cache; the sums are counted beside it.
                    let first = try await Self.time {
                        let answer = try await session.get(path)
                        #expect(answer.status == .ok, "\(path)")
                    }
                    var spans: [Duration] = []
                    for _ in 0..<7 { spans.append(try await Self.time { _ = try await session.get(path) }) }
                    told.append("\(path) \(Self.shown(spans.sorted()[3])) (first \(Self.shown(first)))")
                }
                print("bench: \(size) leads and messages, milliseconds by page: \(told.joined(separator: ", "))")
                let refresh = await Self.time { await desk.parts.health.refresh() }
                let collect = try await Self.time { _ = try await desk.parts.store.alerts.collect() }
                print(
                    "bench: numbers for /metrics \(Self.shown(refresh)) ms, a look for alerts \(Self.shown(collect)) ms"
                )
                try await Self.listeners(desk)
            }
            try await server.stop()
        }
    }

    /// Processor time of this process over ten seconds, without and with two hundred pages that listen.
    private static func listeners(_ desk: Desk) async throws {
        for count in [0, 200] {
            let feed = LiveFeed(desk.parts.store)
            let pages = (0..<count).compactMap { _ in feed.listen() }
            let before = processorTime
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await feed.run() }
                for page in pages { group.addTask { for await _ in page {} } }
                try await Task.sleep(for: .seconds(10))
                group.cancelAll()
            }
            print("bench: \(count) pages that listen take \(shown(processorTime - before)) ms of a processor in 10 s")
        }
    }

    private static var processorTime: Duration {
        var usage = rusage()
        getrusage(numericCast(RUSAGE_SELF.rawValue), &usage)
        let seconds = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
        return .seconds(seconds) + .microseconds(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec)
    }

    private static func time(_ work: () async throws -> Void) async rethrows -> Duration {
        let start = ContinuousClock.now
        try await work()
        return ContinuousClock.now - start
    }

    private static func shown(_ span: Duration) -> String { "\(((span / .milliseconds(1)) * 10).rounded() / 10)" }
}
