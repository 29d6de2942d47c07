import Campaigning
import Outreach
import Storage
import Timing

extension WholeCampaign {
    /// What keeps its mails from leaving now besides their own due times, in sentences for people. Empty while it does not run,
    /// since its state says that.
    func waits(in store: Store) async throws -> [String] {
        let rules = campaign.rules
        guard campaign.state == .active, let zone = ZoneFolder.zone(named: rules.zone),
            let situation = try await store.leads.situation(of: campaign.id)
        else { return [] }
        var waits: [String] = []
        let open = OpenTime([rules.window(in: zone)])
        if let opens = open.opening(from: situation.now), opens > situation.now {
            waits.append("Its hours open at \(opens.shown).")
        }
        func today(_ mails: [Timestamp]) -> Int {
            let today = zone.localTime(at: situation.now).day
            return mails.count { zone.localTime(at: $0).day == today }
        }
        if let limit = rules.dailyLimit, today(situation.campaignMails) >= limit {
            waits.append("Its \(limit) mails of this date are sent or planned.")
        } else if let limit = rules.newLeadsPerDay, today(situation.firstMails) >= limit {
            waits.append("Its \(limit) new leads of this date are begun or planned; follow-ups go on.")
        }
        let accounts = try await AccountWait.all(in: store)
        for sender in situation.senders {
            if !sender.isAble {
                waits.append("\(sender.sender.address) cannot send: it only observes, or has no way out.")
            } else if let wait = accounts[sender.sender.account] {
                waits.append(wait.sentence)
            }
        }
        return waits
    }
}
