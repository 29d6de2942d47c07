/// What a campaign says about its mails as a whole.
package struct CampaignPace: Hashable, Sendable {
    /// The place whose dates its daily limits mean.
    package let zone: Zone
    /// Mails on one date; nil for no limit.
    package let dailyLimit: Int?
    /// Leads that are begun on one date; nil for no limit.
    package let newLeadsPerDay: Int?
    /// With `switch` a new lead goes to an account that is free. Otherwise it is dealt to one beforehand, and waits for
    /// it; that a job fails instead is decided before it starts.
    package let busy: BusyPolicy

    package init(zone: Zone, dailyLimit: Int? = nil, newLeadsPerDay: Int? = nil, busy: BusyPolicy = .switch) {
        self.zone = zone
        self.dailyLimit = dailyLimit
        self.newLeadsPerDay = newLeadsPerDay
        self.busy = busy
    }
}
