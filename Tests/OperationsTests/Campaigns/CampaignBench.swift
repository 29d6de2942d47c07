import Campaigning
import Correspondence
import Glibc
import Outreach
import Settings
import Storage
import TestServers
import Testing
import Timing

@testable import Operations

/// How many leads, as `.ci/bench campaigns` asks.
private let benchedLeads = getenv("MOSAIC_BENCH_LEADS").map { text in
    String(cString: text).split(separator: " ").compactMap { Int($0) }
}

/// What a campaign takes in PostgreSQL by the number of its leads: `.ci/bench campaigns`. Left out otherwise.
@Suite(.serialized, .enabled(if: benchedLeads != nil, ".ci/bench campaigns")) struct CampaignBench {
    @Test func whatACampaignTakesByTheNumberOfItsLeads() async throws {
        for size in benchedLeads ?? [] {
            let server = try await PostgresServer.start(settings: ["fsync": "on", "full_page_writes": "on"])
            let location = DatabaseLocation.postgres(Secret(server.url))
            _ = try await SchemaReport.migrating(location)
            try await location.withStore { store in
                let bench = Bench(store: store)
                try await bench.run(size)
                print("bench: \(size) leads: \(bench.told)")
            }
            try await server.stop()
        }
    }
}

/// One campaign, from its import to its first mails.
private final class Bench {
    private static let yaml = """
        name: bench
        accounts: [team0@mosaic.test, team1@mosaic.test, team2@mosaic.test]
        gap: 1s-1s
        long_pause: none
        steps:
          - {id: intro, subject: "Hello {{ first_name }}", text: "Hi {{ first_name }}"}
          - {id: reminder, after: 3 days, text: "Again, {{ first_name }}"}
        """

    private let store: Store
    private(set) var told = ""

    init(store: Store) { self.store = store }

    func run(_ size: Int) async throws {
        _ = try await store.instance.secret(orElse: Array(1...32))
        var accounts: [AccountID] = []
        for number in 0..<3 {
            accounts.append(
                try await store.accounts.register(
                    account: EmailAddress("team\(number)@mosaic.test")!, displayName: "Team", dailyLimit: 500))
        }
        _ = try await Interventions(store).apply(CampaignFile.draft(Self.yaml))
        let whole = try await WholeCampaign.of("bench", in: store)
        let path = try Self.file(size)
        let before = Self.residentPeak
        try await measure("import", times: 1) { _ = try await LeadImport(path, into: whole, of: self.store).run() }
        told += "peak during the import \(before) to \(Self.residentPeak) MB, "
        let acts = Interventions(store)
        try await measure("start", times: 1) { _ = try await acts.start("bench") }
        try await measure("edit") { _ = try await acts.apply(CampaignFile.draft(Self.yaml)) }
        try await measure("pause", times: 1) { _ = try await acts.pauseCampaign("bench") }
        _ = try await acts.start("bench")
        try await plan(whole.campaign.id)
        try await measure("next due") { _ = try await self.store.outbox.timeToNextDue(of: accounts) }
        try await measure("claim", times: 3) {
            _ = try await self.store.outbox.claimDue(of: accounts, limit: 1, lease: .seconds(60), policy: SendPolicy())
        }
        for place in [0, size / 2, size - 51] {
            let after = LeadID(rawValue: Int64(max(0, place)))
            try await measure("page behind \(place)") {
                _ = try await self.store.leads.list(of: whole.campaign.id, after: after, limit: 50)
            }
        }
        try await measure("progress", times: 1) { _ = try await self.store.campaigns.counts(of: whole.campaign.id) }
        try await measure("check", times: 1) { _ = try await CampaignCheck.of(whole, in: self.store) }
        told += "peak after the check \(Self.residentPeak) MB"
    }

    private func plan(_ campaign: CampaignID) async throws {
        let draws = Draws(key: DrawKey(secret: Array(1...32)))
        let planner = CampaignPlanner(
            writer: CampaignWriter(draws: draws), draws: draws, zone: .utc, horizon: .seconds(900), mostPlanned: 2)
        let lease = try #require(
            try await store.leases.acquire("campaign:\(campaign)", holder: "bench", for: .seconds(3_600)))
        for name in ["first tick", "tick"] {
            try await measure(name, times: name == "tick" ? 9 : 1) {
                _ = try await self.store.leads.plan(
                    campaign, under: lease, horizon: .seconds(900), mostPlanned: 2
                ) { planner.outcomes($0) }
            }
        }
    }

    /// The median of a few times, in milliseconds.
    private func measure(_ what: String, times: Int = 5, _ work: () async throws -> Void) async throws {
        var spans: [Duration] = []
        for _ in 0..<times {
            let start = ContinuousClock.now
            try await work()
            spans.append(ContinuousClock.now - start)
        }
        let median = spans.sorted()[spans.count / 2] / .milliseconds(1)
        told += "\(what) \((median * 10).rounded() / 10) ms, "
    }

    private static func file(_ size: Int) throws -> String {
        var bytes = Array("email,first_name,company\n".utf8)
        bytes.reserveCapacity(size * 48)
        for number in 0..<size {
            bytes += "person\(number)@company\(number / 3).example,Ada\(number),Company \(number / 3)\n".utf8
        }
        let path = "\(try TemporaryFile.folder())/people.csv"
        try TestFile.write(bytes, to: path)
        return path
    }

    /// Of this process, in MB.
    private static var residentPeak: Int {
        var usage = rusage()
        getrusage(numericCast(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss / 1_024
    }
}
