import Correspondence
package import Outreach
import Storage
import Text

extension Interventions {
    /// Lets a held lead go on where it was.
    package func release(_ lead: LeadID) async throws -> Acknowledgement {
        try await change(lead, .released, "goes on")
    }

    /// Takes a lead out of its campaign: nothing more is sent to its people by that.
    package func skip(_ lead: LeadID) async throws -> Acknowledgement {
        try await change(lead, .skipped, "gets nothing more")
    }

    /// Tries a failed lead once more, with those of its people who may get mail.
    package func retry(_ lead: LeadID) async throws -> Acknowledgement {
        try await change(lead, .retried, "is tried once more")
    }

    private func change(_ lead: LeadID, _ event: LeadEvent, _ told: String) async throws -> Acknowledgement {
        switch try await store.leads.change(lead, event) {
        case .done: return Acknowledgement("Lead \(lead) \(told).", ["lead": lead])
        case .refused(let reason): throw OperationFailure(.refused, "Lead \(lead) was not changed: \(reason).")
        case .unknown: throw OperationFailure(.unknown, "There is no lead \(lead): see `mosaic leads`.")
        }
    }
}
