package import Outreach
import Storage
import Text

extension Interventions {
    /// Lets a lead go on that is held or has failed, with the mail that did not leave.
    package func release(_ lead: LeadID) async throws -> Acknowledgement {
        let what = "lead \(lead)"
        try Self.settle(try await store.leads.release(lead), what)
        return Acknowledgement(
            "Lead \(lead) goes on while its campaign is active; a completed one is started again by `mosaic campaigns start`.",
            ["what": what])
    }

    /// Takes a lead out of its campaign.
    package func skip(_ lead: LeadID) async throws -> Acknowledgement {
        let what = "lead \(lead)"
        try Self.settle(try await store.leads.skip(lead), what)
        return Acknowledgement("Lead \(lead) gets no further mail of its campaign.", ["what": what])
    }
}
