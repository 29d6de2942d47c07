import Campaigning
import Correspondence
import Events
import Logging
import Observability
import Outreach
import Settings
import Storage
import Timing

/// Keeps the near future of every active campaign in the outbox, from which the dispatcher sends it. Later mails stay with the
/// leads.
struct CampaignService: Sendable {
    let parts: EngineParts
    let process: ProcessIdentity
    let batch: CampaignBatch

    /// How far ahead mail is planned: a pause, an edit or an answer finds little to cancel.
    static let horizon = Duration.seconds(900)
    /// The mails that an account may have planned: the next one, and the one after it.
    static let mostPlanned = 2
    static let interval = Duration.seconds(1)
    /// The wait while no campaign is active.
    static let longInterval = Duration.seconds(5)
    /// The wait while there is more to plan.
    static let shortInterval = Duration.milliseconds(20)
    static let leaseTime = Duration.seconds(30)
    /// Results of variants change slowly, and are counted from all of their mails.
    static let turnsBetweenTrials = 60
    /// A lease is renewed once this share of it has passed.
    static let renewal = Duration.seconds(10)

    /// Returns when the task is cancelled.
    func run() async {
        var leases: [CampaignID: (lease: Lease, since: Timestamp)] = [:]
        var writer: CampaignWriter?
        var turns = 0
        while !Task.isCancelled {
            var pause = Self.interval
            turns += 1
            do {
                if writer == nil { writer = CampaignWriter(draws: try await draws()) }
                let room = try await batch.room()
                let active = try await parts.store.campaigns.active().filter(room.includes)
                if active.isEmpty { pause = Self.longInterval }
                var isIdle = true
                // Each comes first in turn: what accounts can still take is not always taken by the same.
                for place in active.indices {
                    let campaign = active[(place + turns) % active.count]
                    guard let writer, let lease = try await lease(campaign, &leases) else { continue }
                    if turns % Self.turnsBetweenTrials == 1 { try await judge(campaign, lease) }
                    if await plan(campaign, lease, writer) { (pause, isIdle) = (Self.shortInterval, false) }
                }
                parts.progress.plannerTurned(isIdle: isIdle)
            } catch {
                guard !Task.isCancelled else { break }
                parts.log.event(
                    .campaignNotPlanned, ["campaign": "all", "error": "\(error)", "do": "trying again"])
            }
            // Ends early only by cancellation, which the loop checks itself.
            try? await parts.clock.sleep(for: pause)
        }
        let held = leases.values.map { $0.lease }
        // A separate task: shutting down must not keep others waiting. A lease that is not given back expires.
        await Task { try? await parts.store.leases.release(held) }.value
    }

    /// - Returns: whether a job began.
    private func beginJobs() async throws -> Bool {
        let begun = try await parts.store.jobs.beginDue()
        for job in begun {
            parts.log.event(
                .jobStarted, ["campaign": "\(job.campaignName)", "job": "\(job.id)", "step": "\(job.stepName)"])
        }
        return !begun.isEmpty
    }

    private func draws() async throws -> Draws {
        Draws(key: DrawKey(secret: try await parts.store.instance.knownSecret() ?? []))
    }

    /// Only one process plans a campaign; a process known to have died keeps nobody waiting.
    private func lease(
        _ campaign: CampaignID, _ leases: inout [CampaignID: (lease: Lease, since: Timestamp)]
    ) async throws -> Lease? {
        let now = parts.clock.now
        if let held = leases[campaign], now - held.since < Self.renewal, now >= held.since { return held.lease }
        leases[campaign] = nil
        let name = "campaign:\(campaign)"
        let other = try await parts.store.leases.holder(of: name)
        let isDead = other.flatMap(ProcessIdentity.init).map(process.knowsToBeDead) ?? false
        let lease = try await parts.store.leases.acquire(
            name, holder: process.description, deadHolder: isDead ? other : nil, for: Self.leaseTime)
        if let lease { leases[campaign] = (lease, now) }
        return lease
    }

    private func judge(_ campaign: CampaignID, _ lease: Lease) async throws {
        guard let whole = try await parts.store.campaigns.whole(campaign), whole.campaign.isGoing else { return }
        for judged in try await parts.store.campaigns.judgeVariants(of: whole, under: lease) {
            parts.log.event(
                .campaignJudged,
                [
                    "campaign": "\(whole.campaign.name)", "step": "\(judged.step)", "look": "\(judged.look)",
                    "finding": "\(judged.finding)",
                ])
        }
    }

    private static func goingOn(_ campaign: CampaignRecord) -> String {
        campaign.rules.release == .time ? "campaigns start \(campaign.name)" : "jobs start \(campaign.name)"
    }

    /// - Returns: whether there may be more to do at once.
    private func plan(_ campaign: CampaignID, _ lease: Lease, _ writer: CampaignWriter) async -> Bool {
        do {
            guard let whole = try await parts.store.campaigns.whole(campaign) else { return false }
            guard whole.campaign.isGoing else { return try await beginJobs() }
            if let breach = try await parts.store.campaigns.guardRates(of: campaign, under: lease) {
                parts.log.event(
                    .campaignGuarded,
                    [
                        "campaign": "\(whole.campaign.name)", "reason": "\(breach)",
                        "do": "look at its leads and texts, then: mosaic \(Self.goingOn(whole.campaign))",
                    ])
                return false
            }
            guard let zone = ZoneFolder.zone(named: whole.campaign.rules.zone) else {
                throw CampaignFault(description: "there is no time zone \(whole.campaign.rules.zone): install tzdata")
            }
            let planner = CampaignPlanner(
                writer: writer, draws: try await draws(), zone: zone, horizon: Self.horizon,
                mostPlanned: Self.mostPlanned, policy: parts.sendPolicy)
            let outcomes = try await parts.store.leads.plan(
                campaign, under: lease, horizon: Self.horizon, mostPlanned: Self.mostPlanned, zones: ZoneFolder.zone
            ) { planner.outcomes($0) }
            guard let outcomes, !outcomes.isEmpty else { return false }
            tell(outcomes, of: whole.campaign)
            return true
        } catch {
            guard !Task.isCancelled else { return false }
            parts.log.event(
                .campaignNotPlanned,
                ["campaign": "\(campaign)", "error": "\(error)", "do": "trying again"])
            return false
        }
    }

    private func tell(_ outcomes: [PlanningOutcome], of campaign: CampaignRecord) {
        let mails = outcomes.count { if case .mail = $0 { true } else { false } }
        parts.log.event(
            .campaignPlanned,
            ["campaign": "\(campaign.name)", "mails": "\(mails)", "moved": "\(outcomes.count - mails)"])
        if mails > 0 { parts.notices.dispatcher.raise() }
    }
}

/// Why a campaign cannot be planned, in a sentence.
private struct CampaignFault: Error, CustomStringConvertible {
    let description: String
}
