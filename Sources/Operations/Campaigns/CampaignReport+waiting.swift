import Campaigning
import Correspondence
import Outreach
package import Storage
package import Timing

/// Something that keeps mails of a campaign from leaving now, besides their own due times.
package struct CampaignWait: Sendable, Hashable {
    /// The beginning of a sentence: "It sends nothing".
    package let what: String
    /// Nil where only a person ends it.
    package var until: Timestamp?
    package var why: String

    package var sentence: String {
        let time = until.map { " until \($0.shown)" } ?? ""
        return "\(what)\(time): \(why.shownOnOneLine(limit: 120))."
    }
}

extension CampaignWait {
    /// - Parameter wait: of one of the campaign's accounts.
    fileprivate init(_ wait: AccountWait) {
        self.init(what: "\(wait.address) sends nothing", until: wait.until, why: wait.reason)
    }
}

/// What happens next in a campaign, and what keeps it from happening.
package struct CampaignOutlook: Sendable, Hashable {
    /// The closed gates of the campaign and of its accounts. Empty while it does not run, since its state says that.
    package let waits: [CampaignWait]
    /// Nil where nobody is to get a mail.
    package let next: NextCampaignMail?
    /// Whether any process looks after its accounts: without one nothing leaves.
    package let isTended: Bool

    package static let unknown = CampaignOutlook(waits: [], next: nil, isTended: true)
}

extension WholeCampaign {
    package func outlook(in store: Store) async throws -> CampaignOutlook {
        CampaignOutlook(
            waits: try await waits(in: store), next: try await store.campaigns.next(of: campaign.id),
            isTended: try await store.leases.isAnyHeld(of: accounts.map(\.account)))
    }

    private func waits(in store: Store) async throws -> [CampaignWait] {
        guard campaign.isGoing, let situation = try await store.leads.situation(of: campaign.id, zones: ZoneFolder.zone)
        else { return [] }
        let accounts = try await AccountWait.all(in: store, of: situation.senders)
        return situation.gates.compactMap(\.wait)
            + situation.senders.compactMap { accounts[$0.sender.account].map(CampaignWait.init) }
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
    fileprivate var wait: CampaignWait? {
        guard let reason = state.reason else { return nil }
        let held =
            switch name {
            case .state, .hours, .dailyLimit: "It sends nothing"
            case .newLeads: "It begins no new lead"
            case .accountLimit, .rampUp: "\(account.map(\.text) ?? "An account") sends nothing of it"
            }
        return CampaignWait(what: held, until: state.opensAt, why: reason)
    }
}
