/// A campaign's limits on its mails as a whole.
package struct CampaignPace: Hashable, Sendable {
    /// The zone whose dates its daily limits refer to.
    package let zone: Zone
    /// Mails on one date; nil for no limit.
    package let dailyLimit: Int?
    /// Leads that may begin on one date; nil for no limit.
    package let newLeadsPerDay: Int?
    /// With `switch` a new lead goes to an account that is free. Otherwise it is assigned to one beforehand and waits for it;
    /// whether a job fails instead is decided before it starts.
    package let busy: BusyPolicy

    package init(zone: Zone, dailyLimit: Int? = nil, newLeadsPerDay: Int? = nil, busy: BusyPolicy = .switch) {
        self.zone = zone
        self.dailyLimit = dailyLimit
        self.newLeadsPerDay = newLeadsPerDay
        self.busy = busy
    }
}
