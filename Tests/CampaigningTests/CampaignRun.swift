import Correspondence
import Database
import Outreach
import Storage
import Testing
import Timing

@testable import Campaigning

/// A campaign in virtual time: the planner, the outbox and the gates as they are, and a mailer that always succeeds.
final class CampaignRun {
    /// A mail that left.
    struct Sent: Hashable {
        let at: Timestamp
        let account: EmailAddress
        let recipient: EmailAddress
        let subject: String?
        let text: String
        let conversation: ConversationID
    }

    static let start = Timestamp(rfc3339: "2026-07-01T06:00:00Z")!

    let store: Store
    let clock: ManualWallClock
    private(set) var sent: [Sent] = []
    /// Whom the settings let no mail go to.
    var forbidden: Set<EmailAddress> = []
    var policy: SendPolicy { SendPolicy(neverAnswer: NeverAnswer(addresses: forbidden)) }
    /// Addresses that the server refuses: there is no such recipient.
    var refused: Set<EmailAddress> = []
    /// What is broken on purpose, so that it is seen whether anybody notices.
    var sabotage: Sabotage?

    enum Sabotage: CaseIterable {
        /// The hours of a place are taken for those of Greenwich.
        case judgesHoursInUTC
        /// The campaign's gap is not kept.
        case forgetsTheGap
        /// Every mail is planned twice, the second time from whichever account comes first.
        case reservesTwice
        /// What a lead has drawn is forgotten, so that it draws again when another variant has won.
        case redrawsVariants
        /// Whoever holds a mail sends it, whatever was said since.
        case overlooksPauses
    }

    /// The process that plans.
    var planningProcess = "test"
    let rights: [AccountID: (EmailAddress, AccountRights)]
    private var campaign = CampaignID(rawValue: 0)
    private var number = 0

    static func address(_ name: String) -> EmailAddress { EmailAddress("\(name)@mosaic.test")! }
    static func lead(_ name: String) -> EmailAddress {
        EmailAddress(name.contains("@") ? name : "\(name)@creators.example")!
    }

    static func with(
        accounts: [String] = ["one", "two"], dailyLimit: Int = 50, at start: Timestamp = start,
        _ body: (CampaignRun) async throws -> Void
    ) async throws {
        let clock = ManualWallClock(at: start)
        let database = try await SQLiteDatabase.open(path: ":memory:", clock: clock)
        try await Migrator(database, Migration.embedded(for: database.dialect)).migrate()
        let store = Store(database: database)
        _ = try await store.instance.secret(orElse: Array(1...32))
        var rights: [AccountID: (EmailAddress, AccountRights)] = [:]
        for name in accounts {
            let id = try await store.accounts.register(
                account: address(name), displayName: "Ann \(name)", dailyLimit: dailyLimit)
            let own = try await store.leases.acquireRights(to: id, holder: "test", for: .seconds(400 * 86_400))
            rights[id] = (address(name), try #require(own))
        }
        let run = CampaignRun(store: store, clock: clock, rights: rights)
        try await body(run)
        await store.close()
    }

    private init(store: Store, clock: ManualWallClock, rights: [AccountID: (EmailAddress, AccountRights)]) {
        self.store = store
        self.clock = clock
        self.rights = rights
    }

    static func draft(
        _ name: String = "spring", rules: CampaignRules = CampaignRules(), accounts: [String] = ["one", "two"],
        steps: [CampaignDraft.Step] = twoSteps
    ) -> CampaignDraft {
        CampaignDraft(
            name: name, rules: rules, senders: accounts.map { CampaignDraft.Sender(address($0)) }, steps: steps)
    }

    static let twoSteps = [
        CampaignDraft.Step(
            name: "intro", delay: .after(.zero), subject: "Hello {{ first_name }}", text: "Hi {{ first_name }}"),
        CampaignDraft.Step(name: "reminder", delay: .days(3), text: "Again, {{ first_name }}"),
    ]

    @discardableResult
    func apply(_ draft: CampaignDraft) async throws -> CampaignID {
        campaign = try await store.campaigns.apply(draft).campaign
        return campaign
    }

    /// Makes leads of one person each, or of several.
    ///
    /// - Parameter selected: whose row has a mark in the column `select`.
    func add(
        _ people: [[String]], named: Bool = true, selected: Set<String> = [], to other: CampaignID? = nil,
        updating: Bool = false
    ) async throws {
        let campaign = other ?? campaign
        let record = try await store.imports.begin("people.csv", sha256: "\(number)", into: campaign)
        let leads = people.map { names -> NewLead in
            number += 1
            return NewLead(
                row: number,
                people: names.map { name in
                    NewLead.Person(
                        address: Self.lead(name), name: nil, fields: named ? #"{"first_name":"\#(name)"}"# : "{}")
                }, fields: selected.isDisjoint(with: names) ? "{}" : #"{"select":"X"}"#)
        }
        var progress = ImportProgress()
        _ = try await store.leads.admit(
            leads, of: record.id, into: campaign, progress: &progress, isLast: true, updating: updating)
    }

    func begin() async throws {
        #expect(try await store.campaigns.change(campaign, .started, reason: nil))
    }

    /// Plans, sends what may go, and lets time pass, until `end` or until `condition` holds.
    ///
    /// - Parameter stride: the longest time that passes at once.
    func run(
        until end: Timestamp, stride: Duration = .seconds(900), unless condition: () async throws -> Bool = { false }
    ) async throws {
        while clock.now < end {
            try await plan()
            try await send()
            if try await condition() { return }
            let next = try await store.outbox.timeToNextDue(of: rights.keys.sorted()) ?? stride
            clock.advance(by: min(max(next, .seconds(1)), stride, max(end - clock.now, .seconds(1))))
        }
    }

    func plan() async throws {
        _ = try await store.jobs.beginDue()
        let writer = CampaignWriter(draws: Draws(key: DrawKey(secret: Array(1...32))))
        for id in try await store.campaigns.active() {
            let whole = try #require(try await store.campaigns.whole(id))
            let place = sabotage == .judgesHoursInUTC ? "UTC" : whole.campaign.rules.zone
            let zone = try #require(ZoneFolder.zone(named: place))
            let planner = CampaignPlanner(
                writer: writer, draws: Draws(key: DrawKey(secret: Array(1...32))), zone: zone, horizon: .seconds(900),
                mostPlanned: 2, policy: policy)
            // Another process may still have it.
            guard let lease = try await planningRight(to: id) else { continue }
            _ = try await store.campaigns.guardRates(of: id, under: lease)
            for round in 0...20 {
                let outcomes = try await store.leads.plan(
                    id, under: lease, horizon: .seconds(900), mostPlanned: 2, zones: ZoneFolder.zone
                ) { [sabotage, rights] snapshot in
                    let seen = sabotage == .redrawsVariants ? snapshot.forgettingDraws : snapshot
                    return Self.broken(planner.outcomes(seen), by: sabotage, rights.keys.min())
                }
                if outcomes?.isEmpty ?? true { break }
                #expect(round < 20, "planning does not come to rest: \(outcomes ?? [])")
            }
        }
    }

    /// Under what the running campaigns are planned now.
    func planningRights() async throws -> [(CampaignID, Lease)] {
        var rights: [(CampaignID, Lease)] = []
        for id in try await store.campaigns.active() {
            if let lease = try await planningRight(to: id) { rights.append((id, lease)) }
        }
        return rights
    }

    private func planningRight(to id: CampaignID) async throws -> Lease? {
        try await store.leases.acquire("campaign:\(id)", holder: planningProcess, for: .seconds(600))
    }

    /// As the dispatcher does it: claim, gates, dot.
    func send() async throws {
        while true {
            let claims = try await store.outbox.claimDue(
                of: rights.keys.sorted(), limit: 10, lease: .seconds(300), policy: policy)
            if claims.isEmpty { return }
            for claim in claims { try await send(claim) }
        }
    }

    func send(_ claim: MailClaim) async throws {
        guard let (address, rights) = rights[claim.account] else { return }
        if let obstacle = claim.obstacle { return try await heed(obstacle, claim) }
        let id = MessageID("\(claim.id)-\(claim.step)@mosaic.test")!
        _ = try await store.outbox.keep(RenderedMail(messageID: id, bytes: Array(claim.text.utf8)), for: claim)
        if claim.isDraft {
            return try await store.outbox.settle([MailSettlement(claim, .drafted)])
        }
        if refused.contains(claim.recipient) {
            return try await store.outbox.settle([
                MailSettlement(claim, .refused(reason: "550 5.1.1 no such user", suppressing: true))
            ])
        }
        switch try await store.outbox.permitDot(for: claim, policy: policy, under: rights) {
        case .withheld where sabotage == .overlooksPauses: note(claim, from: address)
        case .withheld(let reason):
            try await store.outbox.settle([
                MailSettlement(claim, .returned(after: .seconds(1), reason: reason, as: .aborted))
            ])
        case .granted:
            note(claim, from: address)
            try await store.outbox.settle([MailSettlement(claim, .accepted(reply: "250 ok"))])
        }
    }

    private func note(_ claim: MailClaim, from address: EmailAddress) {
        sent.append(
            Sent(
                at: clock.now, account: address, recipient: claim.recipient, subject: claim.subject, text: claim.text,
                conversation: claim.conversation))
    }

    private static func broken(
        _ outcomes: [PlanningOutcome], by sabotage: Sabotage?, _ account: AccountID?
    ) -> [PlanningOutcome] {
        guard sabotage == .forgetsTheGap || sabotage == .reservesTwice else { return outcomes }
        return outcomes.flatMap { outcome -> [PlanningOutcome] in
            guard case .mail(var mail) = outcome else { return [outcome] }
            if sabotage == .forgetsTheGap {
                mail.gap = .zero
                mail.dueAt = mail.dueAt - .seconds(55)
                return [.mail(mail)]
            }
            var other = mail
            if let account { other.account = account }
            return [outcome, .mail(other)]
        }
    }

    private func heed(_ obstacle: GateTable.Row, _ claim: MailClaim) async throws {
        let outcome: MailOutcome =
            switch obstacle.state {
            case .closed(let until?, let reason) where obstacle.gate.isAboutAccount:
                .accountWaits(until: until, reason: reason)
            case .closed(let until?, let reason): .postponed(until: until, reason: reason)
            case .closed(nil, let reason): .returned(after: .seconds(1), reason: reason, as: .released)
            case .over(let reason) where obstacle.gate == .neverAnswer: .forbidden(reason: reason)
            case .over(let reason): .over(reason: reason)
            case .forPerson(let reason): .capped(reason: reason)
            case .open: .returned(after: .zero, reason: "open", as: .released)
            }
        try await store.outbox.settle([MailSettlement(claim, outcome)])
    }

    /// The account of this name.
    func account(_ name: String) throws -> AccountID {
        try #require(rights.first { $0.value.0 == Self.address(name) }).key
    }

    func leads() async throws -> [String: LeadState] {
        try await store.leads.list(of: campaign, limit: 1_000).reduce(into: [:]) {
            $0[$1.address.localPart] = $1.state
        }
    }

    /// The campaign as it stands.
    func record() async throws -> CampaignRecord { try await whole().campaign }

    func whole() async throws -> WholeCampaign { try #require(try await store.campaigns.whole(campaign)) }

    func lead(_ name: String) async throws -> LeadRecord {
        try #require(try await store.leads.list(with: Self.lead(name)).first)
    }
}

extension PlanningSnapshot {
    fileprivate var forgettingDraws: PlanningSnapshot {
        var snapshot = self
        for index in snapshot.leads.indices { snapshot.leads[index].drawn = [:] }
        return snapshot
    }
}
