package import Outreach
package import Storage

extension CampaignReport {
    /// - Throws: an ``OperationFailure`` when there is no campaign of this number.
    package static func of(_ id: CampaignID, in store: Store) async throws -> CampaignReport {
        guard let whole = try await store.campaigns.whole(id) else {
            throw OperationFailure(.unknown, "There is no campaign \(id): see `mosaic campaigns`.")
        }
        return try await of(whole, in: store)
    }
}
