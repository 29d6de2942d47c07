import TestServers
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// How many, as `.ci/bench accounts` asks.
private let benchedAccounts = getenv("MOSAIC_BENCH_ACCOUNTS").flatMap { Int(String(cString: $0)) }

/// Many accounts at a server over TLS, with the system's roots and one more: what they take of memory, and how soon all are
/// watched. `.ci/bench accounts`; left out otherwise.
@Suite(.serialized, .enabled(if: benchedAccounts != nil, ".ci/bench accounts")) struct AccountBench {
    @Test func manyAccountsAreWatched() async throws {
        let count = benchedAccounts ?? 0
        let field = try await Battlefield.open(creators: 0)
        let accounts = (1...count).map { MailAccount("bench\($0)@mosaic.test") }
        try field.dovecot.add(accounts)
        let start = ContinuousClock.now
        let program = try field.start(accounts: accounts, changes: ["POLLING_INTERVAL": "60"])
        var watched = 0
        while watched < count, start.duration(to: .now) < .seconds(300) {
            try await program.ends(within: 0.2)
            let rows = try? await field.rows("SELECT COUNT(*) FROM accounts WHERE health = 'watching'")
            watched = rows?.first.flatMap { Int($0) } ?? 0
        }
        let seconds = (start.duration(to: .now) / .seconds(1) * 10).rounded() / 10
        #expect(watched == count)
        let (now, most) = (Self.megabytes("VmRSS:", of: program.pid), Self.megabytes("VmHWM:", of: program.pid))
        print(
            "bench: \(count) accounts over TLS: all watched after \(seconds) s; \(now) MB resident, \(most) MB at most")
        try await program.stop()
        try await field.close()
    }

    /// As Linux tells of a process.
    private static func megabytes(_ field: String, of process: pid_t) -> Int {
        let status = (try? ReadFile.text("/proc/\(process)/status")) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix(field) }
        return (line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0) / 1_024
    }
}
