import Correspondence
import Database
import Outreach

extension SQLSession {
    /// The one answer to an interested reply; nil: the default answers.
    func write(answer: String?, of campaign: CampaignID, _ name: String) async throws {
        var sequence: SequenceID?
        if let answer { sequence = try await answerSequence(named: "campaign: \(name), answer", saying: answer) }
        try await execute("UPDATE campaigns SET answer_id = \(sequence) WHERE id = \(campaign)")
    }
}
