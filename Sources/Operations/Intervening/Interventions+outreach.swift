package import Storage
import Text

extension Interventions {
    /// Records a person's word on whether the mails of a group are outreach.
    package func judge(group: Int64, _ verdict: GroupVerdict) async throws -> Acknowledgement {
        guard try await store.messages.judge(group: group, verdict) else {
            throw OperationFailure(.unknown, "There is no group \(group): see `mosaic outreach --all`.")
        }
        let sentence =
            switch verdict {
            case .accepted:
                "Replies to the mails of group \(group) are answered from now on, those of the last three days too."
            case .refused:
                "Replies to the mails of group \(group) are left alone, and what was planned in answer is cancelled."
            }
        return Acknowledgement(sentence, ["group": JSON.int(group), "verdict": verdict.rawValue])
    }
}
