import Correspondence
import Glibc
import Postgres
import TestServers
import Testing
import Timing

@testable import Database
@testable import Storage

/// How many rows, as `.ci/bench sending` asks.
private let benchedRows = getenv("MOSAIC_BENCH_ROWS").map { text in
    String(cString: text).split(separator: " ").compactMap { Int($0) }
}

/// What the steps of a mail take in PostgreSQL as its tables grow: `.ci/bench sending`. Left out otherwise, since times say
/// nothing on a busy machine; `PlanTests` and `CountTests` hold what must not change.
@Suite(.serialized, .enabled(if: benchedRows != nil, ".ci/bench sending")) struct SendingBench {
    @Test func theStepsOfAMailByTheSizeOfTheTables() async throws {
        var first: Times?
        for size in benchedRows ?? [] {
            let server = try await PostgresServer.start(settings: ["fsync": "on", "full_page_writes": "on"])
            let database = PostgresDatabase(PostgresConfiguration(url: server.url), clock: SystemWallClock())
            let history = try await BusyHistory.open(database, server, isAnalysed: true, size: size)
            // A third of them is planned, and overdue from now on: a backlog.
            try await server.psql("UPDATE outbox SET due_at = now() - interval '1 hour' WHERE state = 'planned'")
            try await server.psql("VACUUM ANALYZE outbox")
            let times = try await Round(store: history.scene.store).times()
            print("bench: \(size) rows, milliseconds: \(times.told(besides: first))")
            first = first ?? times
            await database.close()
            try await server.stop()
        }
    }
}

/// Medians by step.
private struct Times {
    private var taken: [(step: String, spans: [Duration])] = []

    mutating func note(_ step: String, _ span: Duration) {
        if let place = taken.firstIndex(where: { $0.step == step }) { return taken[place].spans.append(span) }
        taken.append((step, [span]))
    }

    mutating func measure<R>(_ step: String, _ work: () async throws -> R) async rethrows -> R {
        let start = ContinuousClock.now
        let result = try await work()
        note(step, ContinuousClock.now - start)
        return result
    }

    private func median(_ step: String) -> Double? {
        guard let spans = taken.first(where: { $0.step == step })?.spans.sorted(), !spans.isEmpty else { return nil }
        return spans[spans.count / 2] / .milliseconds(1)
    }

    /// With the ratio to what it was with the fewest rows.
    func told(besides first: Times?) -> String {
        taken.map { step, _ in
            let now = median(step) ?? 0
            let ratio = first?.median(step).map { " (x\(((now / $0) * 10).rounded() / 10))" } ?? ""
            return "\(step) \((now * 100).rounded() / 100)\(ratio)"
        }.joined(separator: ", ")
    }
}

/// Mails of fifty accounts with a backlog, sent ten at a time or one by one.
private struct Round {
    let store: Store

    func times() async throws -> Times {
        let accounts = try await store.database.rows("SELECT id FROM accounts WHERE address LIKE 'bulk%' ORDER BY id")
            .map {
                try $0["id", as: AccountID.self]
            }
        var rights: [AccountID: AccountRights] = [:]
        for account in accounts {
            let own = try await store.leases.acquireRights(to: account, holder: "test", for: .seconds(3_600))
            let held = try #require(own)
            rights[account] = held
        }
        var times = Times()
        for round in 0..<12 {
            _ = try await times.measure("next due") { try await store.outbox.timeToNextDue(of: accounts) }
            let claims = try await times.measure("claim of ten") {
                try await store.outbox.claimDue(
                    of: accounts, limit: 10, lease: .seconds(300), policy: SendPolicy(burstPerMinute: 1_000_000))
            }
            #expect(claims.count == 10)
            try await send(claims, rights, together: round % 2 == 0, &times)
        }
        return times
    }

    private func send(
        _ claims: [MailClaim], _ rights: [AccountID: AccountRights], together: Bool, _ times: inout Times
    ) async throws {
        let mails = claims.map { claim in
            KeptMail(
                RenderedMail(
                    messageID: MessageID("bench-\(claim.id)@mosaic.test")!, bytes: [UInt8](repeating: 65, count: 2_000)),
                for: claim)
        }
        let requests = try claims.map { DotRequest($0, under: try #require(rights[$0.account])) }
        let policy = SendPolicy(burstPerMinute: 1_000_000)
        for part in together ? [Array(claims.indices)] : claims.indices.map({ [$0] }) {
            let name = together ? "ten together" : "one"
            _ = try await times.measure("keep \(name)") { try await store.outbox.keep(part.map { mails[$0] }) }
            let answers = try await times.measure("permit \(name)") {
                try await store.outbox.permitDots(part.map { requests[$0] }, policy: policy)
            }
            for answer in answers { if case .withheld(let reason) = answer { Issue.record("withheld: \(reason)") } }
            try await times.measure("settle \(name)") {
                try await store.outbox.settle(part.map { MailSettlement(claims[$0], .accepted(reply: "250 ok")) })
            }
        }
    }
}
