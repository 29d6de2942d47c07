package import Outreach
package import Storage
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

    /// Holds a lead: it gets nothing before it is released.
    package func pause(_ lead: LeadID) async throws -> Acknowledgement {
        let what = "lead \(lead)"
        try Self.settle(try await store.leads.pause(lead), what)
        return Acknowledgement("Lead \(lead) is held; it goes on with `mosaic leads release \(lead)`.", ["what": what])
    }

    /// Lets a lead that has got nothing yet begin anew.
    package func reset(_ lead: LeadID) async throws -> Acknowledgement {
        let what = "lead \(lead)"
        try Self.settle(try await store.leads.reset(lead), what)
        return Acknowledgement("Lead \(lead) begins anew.", ["what": what])
    }

    /// Does the same to each lead of a campaign that is meant and that the act changes.
    ///
    /// - Parameter confirmed: whether it is done; otherwise they are only counted.
    package func carryOut(
        _ act: LeadAct, _ selection: LeadSelection = LeadSelection(), ofAll name: String, confirmed: Bool
    ) async throws -> Acknowledgement {
        let campaign = try await WholeCampaign.of(name, in: store).campaign
        let count =
            confirmed
            ? try await store.leads.carryOut(act, selection, of: campaign.id)
            : try await store.leads.count(act, selection, of: campaign.id)
        let leads = count == 1 ? "1 lead" : "\(count) leads"
        let sentence =
            confirmed
            ? "\(leads) of campaign \(campaign.name) \(count == 1 ? act.didToOne : act.didToMany)."
            : "\(leads) of campaign \(campaign.name) would be \(act.past). Do it: add --confirm"
        return Acknowledgement(
            sentence, ["campaign": campaign.name, "act": act.rawValue, "leads": count, "confirmed": confirmed])
    }

    /// Takes a lead out of its campaign.
    package func skip(_ lead: LeadID) async throws -> Acknowledgement {
        let what = "lead \(lead)"
        try Self.settle(try await store.leads.skip(lead), what)
        return Acknowledgement("Lead \(lead) gets no further mail of its campaign.", ["what": what])
    }
}

extension LeadAct {
    fileprivate var past: String {
        switch self {
        case .pause: "held"
        case .release: "released"
        case .skip: "skipped"
        case .reset: "reset"
        }
    }

    fileprivate var didToOne: String {
        switch self {
        case .pause: "is held"
        case .release: "goes on"
        case .skip: "gets no further mail of it"
        case .reset: "begins anew"
        }
    }

    fileprivate var didToMany: String {
        switch self {
        case .pause: "are held"
        case .release: "go on"
        case .skip: "get no further mail of it"
        case .reset: "begin anew"
        }
    }
}
