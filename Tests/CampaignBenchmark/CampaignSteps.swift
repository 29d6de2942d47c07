import Campaigning
import Correspondence
import Glibc
import Operations
import Outreach
import Storage
import TestServers
import Timing

/// One campaign, from its import to its first mails.
struct CampaignSteps {
    private static let yaml = """
        name: bench
        accounts: [team0@mosaic.test, team1@mosaic.test, team2@mosaic.test]
        gap: 1s-1s
        long_pause: none
        steps:
          - {id: intro, subject: "Hello {{ first_name }}", text: "Hi {{ first_name }}, how is {{ company }}?"}
          - {id: reminder, after: 3 days, text: "Again, {{ first_name }}"}
        """

    let store: Store
    let size: Int

    func run() async throws {
        let accounts = try await makeAccounts()
        let acts = Interventions(store)
        _ = try await acts.apply(CampaignFile.draft(Self.yaml), over: .any)
        let whole = try await WholeCampaign.of("bench", in: store)
        try await importPeople(into: whole)
        try await measure("start", times: 1) { _ = try await acts.start("bench") }
        try await measure("edit") { _ = try await acts.apply(CampaignFile.draft(Self.yaml), over: .any) }
        try await measure("pause", times: 1) { _ = try await acts.pauseCampaign("bench") }
        _ = try await acts.start("bench")
        try await plan(whole.campaign.id)
        try await measure("next due") { _ = try await store.outbox.timeToNextDue(of: accounts) }
        try await measure("claim", times: 3) {
            _ = try await store.outbox.claimDue(of: accounts, limit: 1, lease: .seconds(60), policy: SendPolicy())
        }
        try await look(at: whole)
    }

    private func makeAccounts() async throws -> [AccountID] {
        _ = try await store.instance.secret(orElse: Array(1...32))
        var accounts: [AccountID] = []
        for number in 0..<3 {
            accounts.append(
                try await store.accounts.register(
                    account: EmailAddress("team\(number)@mosaic.test")!, displayName: "Team", dailyLimit: 500))
        }
        return accounts
    }

    private func importPeople(into whole: WholeCampaign) async throws {
        let path = try file()
        try await measure("reading the file alone", times: 1) {
            _ = try await FaultyRows(of: path, renamed: [:], in: store).write { _ in }
        }
        let before = Self.residentPeak
        try await measure("import", times: 1) { _ = try await LeadImport(path, into: whole, of: store).run() }
        print("  peak before and after the import: \(before) and \(Self.residentPeak) MB")
    }

    private func plan(_ campaign: CampaignID) async throws {
        let draws = Draws(key: DrawKey(secret: Array(1...32)))
        let planner = CampaignPlanner(
            writer: CampaignWriter(draws: draws), draws: draws, zone: .utc, horizon: .seconds(900), mostPlanned: 2)
        guard let lease = try await store.leases.acquire("campaign:\(campaign)", holder: "bench", for: .seconds(3_600))
        else { return }
        for name in ["first tick", "tick"] {
            try await measure(name, times: name == "tick" ? 9 : 1) {
                _ = try await store.leads.plan(
                    campaign, under: lease, horizon: .seconds(900), mostPlanned: 2
                ) { planner.outcomes($0) }
            }
        }
    }

    private func look(at whole: WholeCampaign) async throws {
        for place in [0, size / 2, size - 51] {
            let after = LeadID(rawValue: Int64(max(0, place)))
            try await measure("page behind \(place)") {
                _ = try await store.leads.list(of: whole.campaign.id, after: after, limit: 50)
            }
        }
        try await measure("progress") { _ = try await store.campaigns.counts(of: whole.campaign.id) }
        try await measure("reading all leads", times: 1) { try await readAll(whole.campaign.id) }
        let before = Self.residentPeak
        try await measure("check", times: 1) { _ = try await CampaignCheck.of(whole, in: store) }
        print("  peak before and after the check: \(before) and \(Self.residentPeak) MB")
    }

    private func readAll(_ campaign: CampaignID) async throws {
        var last: LeadID?
        repeat {
            last = try await store.leads.running(of: campaign, after: last, limit: 500).last?.id
        } while last != nil
    }

    /// The median of a few times, in milliseconds.
    private func measure(_ what: String, times: Int = 5, _ work: () async throws -> Void) async throws {
        var spans: [Duration] = []
        for _ in 0..<times {
            let start = ContinuousClock.now
            try await work()
            spans.append(ContinuousClock.now - start)
        }
        print("  \(what): \((spans.sorted()[spans.count / 2] / .milliseconds(1) * 10).rounded() / 10) ms")
    }

    private func file() throws -> String {
        let path = try TemporaryFile.file("people.csv", "email,first_name,company\n")
        var text = ""
        for number in 0..<size {
            text += "person\(number)@company\(number / 3).example,Ada\(number),Company \(number / 3)\n"
            if text.utf8.count > 1 << 20 || number == size - 1 {
                TemporaryFile.append(text, to: path)
                text = ""
            }
        }
        return path
    }

    /// Of this process, in MB.
    private static var residentPeak: Int {
        var usage = rusage()
        getrusage(numericCast(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss / 1_024
    }
}
