package import Correspondence
import Database
import Outreach

/// The campaign as the writer of a draft saw it.
package enum DraftBasis: Sendable, Hashable {
    /// No campaign of this name: the draft makes one.
    case new
    /// This version of the campaign.
    case version(Int64)
    /// Nothing: the draft holds whatever is there, as a file does that is kept elsewhere.
    case any

    /// - Parameter former: the campaign's version; nil where there is no campaign of this name.
    func refusal(_ former: Int64?) -> DraftRefusal? {
        switch self {
        case .new: former == nil ? nil : .nameIsTaken
        case .version(let version): former == version ? nil : .overtaken
        case .any: nil
        }
    }
}

/// Why a draft was not applied.
package enum DraftRefusal: Sendable, Hashable {
    /// The database does not know these accounts of the draft.
    case unknownAccounts([EmailAddress])
    case nameIsTaken
    /// The campaign has changed since the draft's writer saw it.
    case overtaken
    case archived
    /// Whether time or jobs release the steps is settled once mails may have left: leads keep their future in one way or the other.
    case releaseIsSettled
}

/// A campaign as an edit finds it.
struct EditedCampaign {
    let version: Int64
    private let state: CampaignState
    private let release: CampaignRelease
    private let hasJobs: Bool

    func refusal(of rules: CampaignRules) -> DraftRefusal? {
        if state == .archived { return .archived }
        return rules.release == release || (state == .draft && !hasJobs) ? nil : .releaseIsSettled
    }
}

extension SQLSession {
    /// The campaign that the draft edits; nil when there is none. Nobody else edits it before the transaction ends.
    func lockedCampaign(of draft: CampaignDraft) async throws -> EditedCampaign? {
        let row = try await first(
            """
            SELECT version, release_by, state, EXISTS (SELECT 1 FROM jobs j WHERE j.campaign_id = campaigns.id) AS has_jobs
            FROM campaigns WHERE name = \(draft.name.storable) \(SQL.forNoKeyUpdate)
            """)
        return try row.map(EditedCampaign.init)
    }
}

extension EditedCampaign {
    fileprivate init(_ row: SQLRow) throws {
        version = try row.int64("version")
        state = try row["state", as: CampaignState.self]
        release = try row["release_by", as: CampaignRelease.self]
        hasJobs = try row.bool("has_jobs")
    }
}
