import Correspondence
import Storage

extension DraftRefusal {
    /// The refusal in words.
    func failure(of draft: CampaignDraft) -> OperationFailure {
        let name = draft.name.shownOnOneLine(limit: 80)
        switch self {
        case .unknownAccounts(let accounts):
            let names = accounts.map(\.text).joined(separator: ", ")
            return OperationFailure(
                .unknown,
                "Nothing was changed: no account is called \(names). `mosaic run` makes the accounts of the settings known."
            )
        case .nameIsTaken:
            return OperationFailure(
                .refused, "Nothing was changed: there is a campaign called \(name) already. Choose another name.")
        case .overtaken:
            return OperationFailure(
                .refused,
                "Nothing was changed: somebody else has changed \(name) meanwhile. Open the page again to see how.")
        case .archived:
            return OperationFailure(.refused, "Nothing was changed: \(name) is archived; give it another name.")
        case .releaseIsSettled:
            return OperationFailure(
                .refused, "Nothing was changed: release cannot be changed any more once the campaign has begun.")
        }
    }
}
