package import Correspondence
import Storage
import Text

extension Interventions {
    /// Lifts the bar on a contact who was barred by mistake.
    ///
    /// - Parameters:
    ///   - reason: why it was a mistake; it is stored.
    ///   - evenAfterOptOut: whether a person is sure that the apparent opt-out was not one.
    package func unbar(
        _ contact: EmailAddress, reason: String, evenAfterOptOut: Bool = false
    ) async throws -> Acknowledgement {
        guard !reason.allSatisfy(\.isWhitespace) else {
            throw OperationFailure(.refused, "Say why, with --reason: it is kept for anybody who asks later.")
        }
        switch try await store.contacts.unbar(contact, reason: reason, evenAfterOptOut: evenAfterOptOut) {
        case .done:
            return Acknowledgement(
                "Mail may go to \(contact) again. Its conversations are yours; to let Mosaic decide the next reply in one: "
                    + "mosaic conversations resume ID", ["contact": contact])
        case .unknown: throw OperationFailure(.unknown, "\(contact) is not known as a contact.")
        case .refused(let why):
            throw OperationFailure(.refused, "Nothing was changed for \(contact): \(why).")
        }
    }
}
