import Correspondence
import Database
import Outreach

extension SQLSession {
    /// What lets the steps go is settled once mails may have left: leads keep their future in one way or the other. What is
    /// archived stays as it is.
    func refusal(of draft: CampaignDraft) async throws -> String? {
        guard
            let row = try await first(
                """
                SELECT release_by, state, EXISTS (SELECT 1 FROM jobs j WHERE j.campaign_id = campaigns.id) AS has_jobs
                FROM campaigns WHERE name = \(draft.name.storable)
                """)
        else { return nil }
        if try row["state", as: CampaignState.self] == .archived { return "it is archived; give it another name" }
        let isSame = try row["release_by", as: CampaignRelease.self] == draft.rules.release
        let isNew = try row["state", as: CampaignState.self] == .draft && !row.bool("has_jobs")
        return isSame || isNew ? nil : "release cannot be changed any more once the campaign has begun"
    }

    /// The one answer to an interested reply; nil: the default answers.
    func write(answer: String?, of campaign: CampaignID, _ name: String) async throws {
        var sequence: SequenceID?
        if let answer { sequence = try await answerSequence(named: "campaign: \(name), answer", saying: answer) }
        try await execute("UPDATE campaigns SET answer_id = \(sequence) WHERE id = \(campaign)")
    }
}
