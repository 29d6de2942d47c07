package import Outreach
package import Storage

extension CampaignReport {
    /// - Parameter counts: sums of the campaign's rows, which may be a little old.
    package init(_ whole: WholeCampaign, counts: CampaignCounts) { self.init(whole: whole, counts: counts) }

    /// - Throws: an ``OperationFailure`` when there is no campaign of this number.
    package static func of(_ id: CampaignID, in store: Store) async throws -> CampaignReport {
        CampaignReport(
            whole: try await WholeCampaign.of(id, in: store), counts: try await store.campaigns.counts(of: id))
    }
}

extension WholeCampaign {
    /// - Throws: an ``OperationFailure`` when there is no campaign of this number.
    package static func of(_ id: CampaignID, in store: Store) async throws -> WholeCampaign {
        guard let whole = try await store.campaigns.whole(id) else {
            throw OperationFailure(.unknown, "There is no campaign \(id): see `mosaic campaigns`.")
        }
        return whole
    }
}
