/// A campaign's limits on its mails as a whole.
package struct CampaignPace: Hashable, Sendable {
    /// The zone whose dates its daily limits refer to.
    package let zone: Zone
    /// Mails on one date; nil for no limit.
    package let dailyLimit: Int?
    /// Leads that may begin on one date; nil for no limit.
    package let newLeadsPerDay: Int?

    package init(zone: Zone, dailyLimit: Int? = nil, newLeadsPerDay: Int? = nil) {
        self.zone = zone
        self.dailyLimit = dailyLimit
        self.newLeadsPerDay = newLeadsPerDay
    }
}
