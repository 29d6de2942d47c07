import Correspondence
import Outreach
import Storage
import Testing
import Timing

@testable import Campaigning

/// A random story of some campaigns: people answer and opt out, addresses are none, somebody pauses, edits, imports and
/// says which variant is the best; processes die between claim and dot, one plans in another's place, nothing runs for four hours,
/// and the clock is set back. The same seed tells the same story.
final class CampaignStory {
    private static let day = Duration.seconds(86_400)
    private static let gap = Duration.seconds(60)
    /// The longest time that passes at once.
    private static let stride = Duration.seconds(5_400)
    private static let names = ["spring", "autumn"]
    /// The nights around the changes of the clock, and one in between.
    private static let places = [
        ("Europe/Zurich", "2026-10-23T05:00:00Z"), ("America/New_York", "2026-03-06T05:00:00Z"),
        ("Australia/Lord_Howe", "2026-04-02T05:00:00Z"), ("UTC", "2026-07-01T05:00:00Z"),
    ]

    /// What is wrong with the story of this seed, in sentences.
    static func faults(seed: UInt64, sabotage: CampaignRun.Sabotage? = nil) async throws -> [String] {
        var random = Draw64(seed: seed)
        let (zone, start) = places[random.below(places.count)]
        let limit = 4 + random.below(8)
        var faults: [String] = []
        try await CampaignRun.with(
            accounts: ["one", "two", "three"], dailyLimit: limit, at: #require(Timestamp(rfc3339: start))
        ) { run in
            run.sabotage = sabotage
            let story = CampaignStory(run, random, zone: zone, accountLimit: limit)
            try await story.tell()
            faults = try await story.judge()
        }
        return faults
    }

    private let run: CampaignRun
    private var random: Draw64
    private let zone: String
    private var auditor: CampaignAuditor
    private var drafts: [String: CampaignDraft] = [:]
    private var ids: [String: CampaignID] = [:]
    /// The people of each lead, by its campaign.
    private var leads: [(campaign: String, people: [String])] = []
    private var count = 0

    private init(_ run: CampaignRun, _ random: Draw64, zone: String, accountLimit: Int) {
        self.run = run
        self.random = random
        self.zone = zone
        auditor = CampaignAuditor(gap: Self.gap, accountLimit: accountLimit)
    }

    private func tell() async throws {
        for name in Self.names.prefix(1 + random.below(2)) { try await begin(name) }
        for _ in 0..<8 {
            try await run.run(
                until: run.clock.now + .seconds(600 + random.below(54_000)), stride: Self.stride)
            try await happen()
        }
        for name in ids.keys.sorted() { try await start(name) }
        try await run.run(until: run.clock.now + .seconds(21 * 86_400), stride: Self.stride) {
            try await isOver()
        }
    }

    private func isOver() async throws -> Bool {
        for id in ids.values {
            for state in LeadState.allCases where state.isRunning {
                if try await !run.store.leads.list(of: id, in: state, limit: 1).isEmpty { return false }
            }
        }
        return true
    }

    private func judge() async throws -> [String] {
        var faults = auditor.faults(in: run.sent)
        for (name, id) in ids {
            let mails = try await run.store.campaigns.counts(of: id).mails
            let received = run.sent.count { $0.text.hasPrefix("\(name)|") }
            if mails != received { faults.append("\(name) counts \(mails) mails, and people got \(received)") }
            for lead in try await run.store.leads.list(of: id, limit: 1_000) where !lead.state.isEnd {
                guard lead.state == .needsData || lead.state == .held, lead.reason != nil else {
                    faults.append("\(lead.address) of \(name) is \(lead.state.rawValue) for ever")
                    continue
                }
            }
        }
        return faults
    }
}

/// What happens.
extension CampaignStory {
    private func begin(_ name: String) async throws {
        let limit = random.below(2) == 0 ? nil : 3 + random.below(10)
        let ramp = limit == nil ? RampUp(start: 2, step: 1) : nil
        let hours = try #require(
            [WeekHours("mon-fri 09:00-12:00,13:00-17:00"), WeekHours("mon-sun 01:00-04:00")][random.below(2)])
        let scope: StopScope = random.below(2) == 0 ? .lead : .company
        let place = try #require(ZoneFolder.zone(named: zone), "needs tzdata")
        let holiday = place.localTime(at: run.clock.now + Self.day).day
        let rules = CampaignRules(
            zone: zone, hours: hours, holidays: [holiday], dailyLimit: limit, rampUp: ramp,
            pacing: Pacing(gap: Self.gap...(.seconds(120)), mailsBeforePause: 5),
            minWait: .seconds(random.below(2) == 0 ? 240 : 28_800), stopScope: scope, guardrails: nil)
        auditor.promises[name] = CampaignAuditor.Promise(
            zone: place, hours: hours, holidays: [holiday], dailyLimit: limit, rampUp: ramp,
            stopsCompanies: scope == .company)
        drafts[name] = CampaignRun.draft(name, rules: rules, accounts: ["one", "two", "three"], steps: [])
        try await edit(name)
        try await add(to: name, 4 + random.below(4))
        try await start(name)
    }

    private func happen() async throws {
        let name = ids.keys.sorted()[random.below(ids.count)]
        switch random.below(12) {
        case 0: try await pause(name)
        case 1: try await start(name)
        case 2: try await edit(name, overtaking: claimOnItsWay())
        case 3: try await add(to: name, 1 + random.below(4))
        case 4, 5: try await answer(.handOff(.clarification))
        case 6: try await answer(.optOut)
        case 7: try await win(name)
        case 8: run.clock.advance(by: .seconds(4 * 3_600))
        case 9: run.clock.set(to: run.clock.now - .seconds(3_600))
        case 10: try await takeOver()
        default: try await die()
        }
    }

    /// Somebody has claimed already what is then not to leave.
    private func pause(_ name: String) async throws {
        let claims = try await claimOnItsWay()
        let name = claims.first { $0.obstacle == nil }?.outreach?.campaign ?? name
        if let id = ids[name], try await run.store.campaigns.change(id, .paused, reason: "by a person") {
            auditor.pauses[name, default: []].append((run.sent.count, nil))
        }
        for claim in claims { try await run.send(claim) }
    }

    private func start(_ name: String) async throws {
        guard let id = ids[name], try await run.store.campaigns.change(id, .started, reason: nil) else { return }
        if let last = auditor.pauses[name]?.indices.last { auditor.pauses[name]?[last].to = run.sent.count }
    }

    private func edit(_ name: String, overtaking claims: [MailClaim] = []) async throws {
        guard var draft = drafts[name] else { return }
        count += 1
        let words = "v\(count)|{{ first_name }}"
        let weights = [[1, 0], [0, 1], [1, 1]][random.below(3)]
        let variants = zip(["a", "b"], weights).map { name, weight in
            CampaignDraft.Variant(
                name: name, weight: weight, subject: "Hello", text: "{{ campaign_name }}|intro~\(name)|\(words)")
        }
        draft.steps = [
            CampaignDraft.Step(
                name: "intro", delay: .after(.zero), subject: "Hello", text: variants[0].text, variants: variants),
            CampaignDraft.Step(name: "second", delay: .days(2), text: "{{ campaign_name }}|second|\(words)"),
            CampaignDraft.Step(
                name: "third", delay: .after(.seconds(7_200)), text: "{{ campaign_name }}|third|\(words)"),
        ]
        ids[name] = try await run.apply(draft)
        auditor.versions[name, default: []].append((run.sent.count, "v\(count)"))
        for claim in claims { try await run.send(claim) }
    }

    /// One of the ways in which the first step is said is the best from now on.
    private func win(_ name: String) async throws {
        guard let id = ids[name], let whole = try await run.store.campaigns.whole(id) else { return }
        let variants = whole.steps[0].openVariants
        let winner = variants[random.below(variants.count)].variant.id
        #expect(try await run.store.campaigns.setWinner(winner, of: whole.steps[0].step.id, in: whole.campaign))
    }

    /// One in five has no name, some share a lead or a company, and some are in the other campaign too.
    private func add(to name: String, _ number: Int) async throws {
        for _ in 0..<number {
            count += 1
            var people = ["p\(count)@company\(random.below(12)).example"]
            if random.below(4) == 0 { people.append("q\(count)@company\(random.below(12)).example") }
            if random.below(5) == 0, let other = leads.first(where: { $0.campaign != name })?.people.first {
                people = [other]
            }
            if random.below(8) == 0 { run.refused.insert(CampaignRun.lead(people[0])) }
            try await run.add([people], named: random.below(5) > 0, to: ids[name])
            leads.append((name, people))
            auditor.leads.append((name, Set(people.map(CampaignRun.lead))))
        }
    }

    private func answer(_ decision: Decision) async throws {
        let silent = auditor.silences
        let heard = run.sent.filter { silent[$0.recipient] == nil }
        guard !heard.isEmpty else { return }
        let mail = heard[random.below(heard.count)]
        // What left without a permission is unknown to the database, and so is who answers it.
        guard try await run.store.conversations.record(mail.conversation)?.messageID != nil else { return }
        let claims = try await claim()
        try await run.answer(in: mail.conversation, decision)
        auditor.silences[mail.recipient] = run.sent.count
        for lead in leads where lead.people.contains(mail.recipient.text) {
            for person in lead.people { silence(person, in: lead.campaign) }
            guard auditor.promises[lead.campaign]?.stopsCompanies == true else { continue }
            for other in leads
            where other.campaign == lead.campaign
                && !company(of: mail.recipient.text).isDisjoint(with: companies(other))
            {
                for person in other.people { silence(person, in: other.campaign) }
            }
        }
        for claim in claims { try await run.send(claim) }
    }

    private func company(of address: String) -> Set<Substring> { Set(address.split(separator: "@").suffix(1)) }

    private func companies(_ lead: (campaign: String, people: [String])) -> Set<Substring> {
        lead.people.reduce(into: []) { $0.formUnion(company(of: $1)) }
    }

    private func silence(_ person: String, in campaign: String) {
        let address = CampaignRun.lead(person)
        if auditor.silencesIn[campaign]?[address] == nil {
            auditor.silencesIn[campaign, default: [:]][address] = run.sent.count
        }
    }

    /// Time passes until a mail is on its way, which somebody's wish then overtakes; none where nothing leaves for days. Between two
    /// of a campaign's hours nothing is planned, so it is not enough to wait for the mails that are.
    private func claimOnItsWay() async throws -> [MailClaim] {
        let end = run.clock.now + .seconds(4 * 86_400)
        while run.clock.now < end {
            try await run.plan()
            let claims = try await claim()
            if claims.contains(where: { $0.obstacle == nil }) { return claims }
            for claim in claims { try await run.send(claim) }
            let next = try await run.store.outbox.timeToNextDue(of: run.rights.keys.sorted()) ?? Self.stride
            run.clock.advance(by: min(max(next, .seconds(1)), Self.stride))
        }
        return []
    }

    /// A process dies with what it has claimed; another one goes on.
    private func die() async throws { _ = try await claim() }

    /// The process that plans stands still until another plans in its place, and then goes on as if nothing had been.
    private func takeOver() async throws {
        let stopped = try await run.planningRights()
        run.clock.advance(by: .seconds(601))
        run.planningProcess = "process \(run.sent.count)"
        try await run.plan()
        for (campaign, lease) in stopped {
            let outcomes = try await run.store.leads.plan(
                campaign, under: lease, horizon: .seconds(900), mostPlanned: 2
            ) { _ in [] }
            #expect(outcomes == nil, "two plan one campaign")
        }
    }

    private func claim() async throws -> [MailClaim] {
        try await run.store.outbox.claimDue(
            of: run.rights.keys.sorted(), limit: 3, lease: .seconds(300), policy: run.policy)
    }
}

/// Numbers that look random and are the same in every run (SplitMix64).
struct Draw64 {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func below(_ limit: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((bits ^ (bits >> 31)) >> 33) % limit
    }
}
