import Campaigning
import Correspondence
import Outreach
import Storage

extension WholeCampaign {
    /// What keeps its mails from leaving now besides their own due times, in sentences for people: the closed gates of the
    /// campaign and of its accounts. Empty while it does not run, since its state says that.
    func waits(in store: Store) async throws -> [String] {
        guard campaign.isGoing, let situation = try await store.leads.situation(of: campaign.id) else { return [] }
        let accounts = try await AccountWait.all(in: store)
        return situation.gates.compactMap(\.sentence)
            + situation.senders.compactMap { accounts[$0.sender.account]?.sentence }
    }
}

extension PlanningSnapshot {
    /// The campaign's gates, by the clock of its own zone.
    var gates: [CampaignGate] {
        let name = whole.campaign.rules.zone
        guard let zone = ZoneFolder.zone(named: name) else {
            let unknown = GateState.closed(until: nil, CampaignCheck.unknownZone(name))
            return [CampaignGate(name: .hours, account: nil, state: unknown)]
        }
        return gates(in: zone)
    }
}

extension CampaignGate {
    /// Nil while it is open.
    fileprivate var sentence: String? {
        guard let reason = state.reason else { return nil }
        let held =
            switch name {
            case .state, .hours, .dailyLimit: "It sends nothing"
            case .newLeads: "It begins no new lead"
            case .accountLimit: "\(account.map(\.text) ?? "An account") sends nothing of it"
            }
        return "\(held)\(state.opensAt.map { " until \($0.shown)" } ?? ""): \(reason.shownOnOneLine(limit: 120))."
    }
}
