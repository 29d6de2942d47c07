import Outreach
import Storage

extension CampaignReport {
    /// Its state, for people. Time starts and ends what it releases; where jobs do, their state is shown.
    package var standing: String {
        guard campaign.rules.release == .jobs, campaign.state == .draft else { return campaign.state.rawValue }
        return campaign.job.map { "job \($0) runs" } ?? "waits for a job"
    }
}
