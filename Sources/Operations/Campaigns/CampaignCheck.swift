import Campaigning
package import Correspondence
package import Outreach
package import Storage
import Templates
package import Text
import Timing

/// The faults of a campaign, and which mails will leave when, found before anything leaves.
package struct CampaignCheck: Sendable {
    /// A lead to whom a mail cannot be written.
    package struct Unwritable: Sendable, Hashable {
        package let lead: LeadID
        package let address: EmailAddress
        package let step: String
        package let problem: String
    }

    package let campaign: CampaignRecord
    /// Faults that stop the whole campaign; each says what to do.
    package internal(set) var faults: [String] = []
    /// Findings that deserve a look.
    package internal(set) var warnings: [String] = []
    package internal(set) var leads = 0
    package internal(set) var unwritable = 0
    /// The first of these leads.
    package internal(set) var examples: [Unwritable] = []
    /// Whether all leads that may still get mail were looked at.
    package internal(set) var isWhole = true
    /// Nil where the faults leave nothing to forecast.
    package internal(set) var forecast: Forecast?

    /// Whether it may be started.
    package var isGood: Bool { faults.isEmpty }

    private static let page = 500
    private static let mostExamples = 20
    /// The farthest that the forecast looks ahead.
    private static let horizon = Duration.seconds(400 * 86_400)

    /// How much of a campaign is looked at.
    package enum Depth: Sendable, Hashable {
        /// Faults that stop the whole campaign, and its first leads: this costs the same for a million leads as for ten.
        case start
        /// Every mail of its first leads, and a forecast for these.
        case first(Int)
        /// Every mail of every lead that may still get one, and a forecast.
        case everything

        /// The most leads that are looked at.
        fileprivate var mostLeads: Int {
            switch self {
            case .start: CampaignCheck.page
            case .first(let count): count
            case .everything: .max
            }
        }
    }

    /// Writes mails of its leads, and makes the forecast; otherwise nothing is kept of the leads.
    package static func of(
        _ whole: WholeCampaign, in store: Store, depth: Depth = .everything
    ) async throws -> CampaignCheck {
        var check = CampaignCheck(campaign: whole.campaign)
        let draws = Draws(key: DrawKey(secret: try await store.instance.knownSecret() ?? []))
        guard let situation = try await store.leads.situation(of: whole.campaign.id, zones: ZoneFolder.zone) else {
            return check
        }
        let zone = ZoneFolder.zone(named: whole.campaign.rules.zone)
        check.look(at: situation, zone)
        check.look(at: whole, CampaignWriter(draws: draws))
        check.look(at: whole.accounts, of: whole, CampaignWriter(draws: draws))
        let leads = try await check.write(
            to: whole, in: store, CampaignWriter(draws: draws), atMost: depth.mostLeads, keeping: depth != .start)
        check.isWhole = check.leads < depth.mostLeads
        try await check.lookForLeads(in: store)
        try await check.lookForFields(
            of: whole, in: store, CampaignWriter(draws: draws), atMost: depth == .everything ? nil : depth.mostLeads)
        // Steps that people release have no predictable time.
        if check.faults.isEmpty, depth != .start, whole.campaign.rules.release == .time, let zone {
            check.forecast = situation.forecast(leads, in: zone, draws: draws, until: situation.now + horizon)
        }
        return check
    }

    private init(campaign: CampaignRecord) { self.campaign = campaign }

    private mutating func look(at situation: PlanningSnapshot, _ zone: Zone?) {
        let rules = situation.whole.campaign.rules
        if situation.whole.campaign.state == .archived { faults.append("It is archived, and is not started again") }
        guard let zone else {
            faults.append(Self.unknownZone(rules.zone))
            return
        }
        if OpenTime([rules.window(in: zone)]).opening(from: situation.now) == nil {
            faults.append("Its hours never open within 400 days: look at hours and holidays")
        }
        let senders = situation.senders.filter { $0.sender.weight > 0 }
        if !senders.contains(where: \.isAble) {
            faults.append("None of its accounts can send: see mosaic accounts")
        }
        for sender in situation.senders where !sender.isAble {
            warnings.append("\(sender.sender.address) cannot send: it only observes, or has no way out")
        }
        for sender in situation.senders where sender.smallestLimit > 100 {
            warnings.append(
                "\(sender.sender.address) may send \(sender.smallestLimit) mails in 24 h: 50 are usual for cold mail")
        }
    }

    private mutating func look(at whole: WholeCampaign, _ writer: CampaignWriter) {
        for step in whole.steps.filter({ !$0.step.isRetired }).flatMap(\.ways) {
            do { _ = try writer.template(step.template, opening: whole.subject) } catch {
                faults.append("Step \(step.name), \(error)")
            }
        }
        if !whole.steps.contains(where: { !$0.step.isRetired }) { faults.append("It has no steps") }
    }

    /// - Returns: the leads, for the forecast.
    private mutating func write(
        to whole: WholeCampaign, in store: Store, _ writer: CampaignWriter, atMost most: Int, keeping: Bool
    ) async throws -> [ForecastLead] {
        let proof = CampaignProof(whole, writer)
        var all: [ForecastLead] = []
        var page = try await store.leads.running(of: whole.campaign.id, after: nil, limit: min(most, Self.page))
        while let last = page.last {
            let rest = min(most - leads - page.count, Self.page)
            // The next page is read while this one is written.
            async let next = Self.page(of: whole.campaign.id, after: last.id, limit: rest, in: store)
            for (lead, fault) in zip(page, await proof.faults(of: page)) {
                leads += 1
                if let fault { note(fault, of: lead) } else if keeping { all.append(ForecastLead(lead)) }
            }
            page = try await next
        }
        return all
    }

    private static func page(
        of campaign: CampaignID, after: LeadID, limit: Int, in store: Store
    ) async throws -> [PlanningLead] {
        limit > 0 ? try await store.leads.running(of: campaign, after: after, limit: limit) : []
    }

    private mutating func note(_ fault: CampaignProof.Fault, of lead: PlanningLead) {
        unwritable += 1
        guard examples.count < Self.mostExamples else { return }
        examples.append(
            Unwritable(lead: lead.id, address: fault.address, step: fault.step, problem: fault.problem))
    }

    static func unknownZone(_ name: String) -> String {
        "there is no time zone \"\(name)\": name one as tzdata does, such as Europe/Zurich"
    }
}

extension CampaignProof {
    /// The number of leads written to by one task.
    private static let portion = 125

    /// For each lead the reason why a mail cannot be written, in order.
    fileprivate func faults(of leads: [PlanningLead]) async -> [Fault?] {
        await withTaskGroup(of: (Int, [Fault?]).self) { group in
            for start in stride(from: 0, to: leads.count, by: Self.portion) {
                let portion = leads[start..<min(start + Self.portion, leads.count)]
                group.addTask { (start, portion.map { fault(of: $0) }) }
            }
            var parts: [Int: [Fault?]] = [:]
            for await (start, faults) in group { parts[start] = faults }
            return parts.sorted { $0.key < $1.key }.flatMap(\.value)
        }
    }
}

extension CampaignCheck: JSONConvertible {
    package var json: JSON {
        [
            "campaign": campaign.name, "good": isGood, "faults": faults, "warnings": warnings, "leads": leads,
            "whole": isWhole,
            "unwritable": unwritable,
            "examples": examples.map {
                ["lead": $0.lead, "address": $0.address, "step": $0.step, "problem": $0.problem] as JSON
            },
            "forecast": forecast?.json,
        ]
    }
}

extension Forecast: JSONConvertible {
    package var json: JSON {
        [
            "mails": count, "first_at": firstAt, "last_at": lastAt, "finished": finished, "unfinished": unfinished,
            "without_sender": withoutSender,
            "per_day": perDay.sorted { $0.key < $1.key }.map { ["date": $0.key.text, "mails": $0.value] as JSON },
        ]
    }
}
