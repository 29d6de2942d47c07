package import Outreach
package import Storage

extension CampaignReport {
    /// - Parameter counts: sums of the campaign's rows, which may be slightly out of date.
    package init(
        _ whole: WholeCampaign, counts: CampaignCounts, results: [VariantID: VariantResult] = [:],
        outlook: CampaignOutlook = .unknown
    ) {
        self.init(whole: whole, counts: counts, results: results, outlook: outlook)
    }

    /// - Throws: an ``OperationFailure`` when there is no campaign with this number.
    package static func of(_ id: CampaignID, in store: Store) async throws -> CampaignReport {
        try await of(WholeCampaign.of(id, in: store), in: store)
    }
}

extension WholeCampaign {
    /// - Throws: an ``OperationFailure`` when there is no campaign with this number.
    package static func of(_ id: CampaignID, in store: Store) async throws -> WholeCampaign {
        guard let whole = try await store.campaigns.whole(id) else {
            throw OperationFailure(.unknown, "There is no campaign \(id): see `mosaic campaigns`.")
        }
        return whole
    }
}
