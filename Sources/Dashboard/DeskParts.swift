import Logging
package import Operations
import Outreach
import Storage
import Timing

/// Tells the settings in force.
package typealias SettingsSource = @Sendable () async -> SettingsOverview

/// The values that the routes share.
struct DeskParts: Sendable {
    let options: DeskOptions
    let store: Store
    let acts: Interventions
    let doorkeeper: Doorkeeper
    let invitation: Invitation
    let health: DeskHealth
    /// Takes in reports that a provider posts; nil: none are expected.
    let hook: ReportHook?
    let feed: LiveFeed
    let pages: Pages
    /// Uploaded files that are not leads yet.
    let uploads: UploadFolder
    let receiver: UploadReceiver
    let jobs: UploadJobs
    let campaignCounts: Tally<CampaignID, CampaignCounts>
    let outlooks: Tally<CampaignID, CampaignOutlook>
    let forecasts: Tally<ForecastKey, CampaignCheck>
    let variantResults: Tally<CampaignID, [VariantID: VariantResult]>
    let jobTotals: Tally<JobID, [JobLogStatus: Int]>
    let reportSums: Tally<ReportSpan, ReportedSums>
    /// Nil where the settings do not allow it.
    let connecting: BrowserConnecting?
    let connections = PendingConnections()
    /// Tries the servers of accounts; nil where the settings cannot be read.
    let trial: AccountTrial?
    /// The settings in force; nil where this process was not started with any.
    let settings: SettingsSource?
    let clock: any WallClock
    let log: Logger

    var shown: Shown { Shown(now: clock.now) }

    /// What came of its variants: nothing where it has none, and nil while that is being counted.
    func results(of whole: WholeCampaign) async throws -> [VariantID: VariantResult]? {
        guard whole.steps.contains(where: { !$0.variants.isEmpty }) else { return [:] }
        return try await variantResults.value(of: whole.campaign.id)
    }

    /// Carries out somebody's wish in their name: the audit tells who.
    func act<Result: Sendable>(
        as visitor: Visitor, _ wish: @Sendable (Interventions) async throws -> Result
    ) async throws -> Result {
        try await ActingPerson.$name.withValue(visitor.user.name) { try await wish(acts) }
    }
}
