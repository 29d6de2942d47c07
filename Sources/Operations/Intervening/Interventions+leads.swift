package import Outreach
import Storage
import Text

extension Interventions {
    /// Lets a held or failed lead continue with the mail that did not leave.
    package func release(_ lead: LeadID) async throws -> Acknowledgement {
        let what = "lead \(lead)"
        try Self.settle(try await store.leads.release(lead), what)
        return Acknowledgement(
            "Lead \(lead) goes on while its campaign is active; a completed one is started again by `mosaic campaigns start`.",
            ["what": what])
    }

    /// Gives a lead values for its texts, under names that its campaign's texts, the lead or every list knows.
    ///
    /// - Parameter person: the person whose names these are, 1 for the first.
    package func set(_ lead: LeadID, _ values: [(String, String)], of person: Int = 1) async throws -> Acknowledgement {
        let what = "lead \(lead)"
        try await refuseUnknownNames(values.map(\.0), of: lead)
        let own = [LeadField.firstName, .lastName, .name].map(\.rawValue)
        if values.contains(where: { $0.0 == LeadField.email.rawValue }) {
            throw OperationFailure(.refused, "An address is not changed: skip the lead and import the right one.")
        }
        func json(_ pairs: [(String, String)]) -> String {
            JSON.object(pairs.map { JSON.Member(key: $0.0, value: .string($0.1)) }).description
        }
        try Self.settle(
            try await store.leads.set(
                lead, fields: json(values.filter { !own.contains($0.0) }),
                names: json(values.filter { own.contains($0.0) }), of: person), what)
        return Acknowledgement("Lead \(lead) has its values; what waited for them goes on.", ["what": what])
    }

    /// A misspelt name would be stored, and never read by a text.
    private func refuseUnknownNames(_ names: [String], of lead: LeadID) async throws {
        let record = try await LeadStory.of(lead, in: store).lead
        guard let whole = try await store.campaigns.whole(record.campaign) else { return }
        let known = LeadValueNames(of: record, in: whole)
        let faults = names.compactMap(known.fault)
        guard faults.isEmpty else {
            throw OperationFailure(.unknown, "Nothing was changed for lead \(lead): " + faults.joined(separator: " "))
        }
    }

    /// Takes a lead out of its campaign.
    package func skip(_ lead: LeadID) async throws -> Acknowledgement {
        let what = "lead \(lead)"
        try Self.settle(try await store.leads.skip(lead), what)
        return Acknowledgement("Lead \(lead) gets no further mail of its campaign.", ["what": what])
    }
}
