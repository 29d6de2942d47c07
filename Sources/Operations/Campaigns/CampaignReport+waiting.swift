import Campaigning
import Outreach
package import Storage
package import Timing

/// Something that keeps mails of a campaign from leaving now, besides their own due times.
package struct CampaignWait: Sendable, Hashable {
    /// The beginning of a sentence: "Its hours are closed".
    package let what: String
    /// Nil where only a person ends it.
    package var until: Timestamp?
    package var why: String?

    package var sentence: String {
        let time = until.map { " until \($0.shown)" } ?? ""
        return what + time + (why.map { ": \($0.shownOnOneLine(limit: 120))" } ?? "") + "."
    }
}

/// What happens next in a campaign, and what keeps it from happening.
package struct CampaignOutlook: Sendable, Hashable {
    /// Empty while it does not run, since its state says that.
    package let waits: [CampaignWait]
    /// Nil where nobody is to get a mail.
    package let next: NextCampaignMail?
    /// Whether any process looks after accounts: without one nothing leaves.
    package let isTended: Bool

    package static let unknown = CampaignOutlook(waits: [], next: nil, isTended: true)
}

extension WholeCampaign {
    package func outlook(in store: Store) async throws -> CampaignOutlook {
        CampaignOutlook(
            waits: try await waits(in: store), next: try await store.campaigns.next(of: campaign.id),
            isTended: try await store.leases.isAnyHeld())
    }

    private func waits(in store: Store) async throws -> [CampaignWait] {
        let rules = campaign.rules
        guard campaign.state == .active, let zone = ZoneFolder.zone(named: rules.zone),
            let situation = try await store.leads.situation(of: campaign.id)
        else { return [] }
        var waits: [CampaignWait] = []
        let open = OpenTime([rules.window(in: zone)])
        if let opens = open.opening(from: situation.now), opens > situation.now {
            waits.append(CampaignWait(what: "Its hours are closed", until: opens))
        }
        func today(_ mails: [Timestamp]) -> Int {
            let today = zone.localTime(at: situation.now).day
            return mails.count { zone.localTime(at: $0).day == today }
        }
        if let limit = rules.dailyLimit, today(situation.campaignMails) >= limit {
            waits.append(CampaignWait(what: "Its \(limit) mails of this date are sent or planned"))
        } else if let limit = rules.newLeadsPerDay, today(situation.firstMails) >= limit {
            waits.append(
                CampaignWait(what: "Its \(limit) new leads of this date are begun or planned; follow-ups go on"))
        }
        let accounts = try await AccountWait.all(in: store)
        for sender in situation.senders {
            if !sender.isAble {
                let why = "it only observes, or has no way out"
                waits.append(CampaignWait(what: "\(sender.sender.address) cannot send", why: why))
            } else if let wait = accounts[sender.sender.account] {
                waits.append(wait.ofCampaign)
            }
        }
        return waits
    }
}
