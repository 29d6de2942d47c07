package import Correspondence
import Storage
import Text

extension Interventions {
    /// Lets mail go to a contact again that was barred by mistake.
    ///
    /// - Parameters:
    ///   - reason: why it was one; it is kept.
    ///   - evenAfterOptOut: whether a person is sure that what was taken for an opt-out was none.
    package func unbar(
        _ contact: EmailAddress, reason: String, evenAfterOptOut: Bool = false
    ) async throws -> Acknowledgement {
        guard !reason.allSatisfy(\.isWhitespace) else {
            throw OperationFailure(.refused, "Say why, with --reason: it is kept for whoever asks later.")
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
