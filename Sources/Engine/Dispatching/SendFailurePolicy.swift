import Delivery
import Timing

/// What a failed send means. Pure: the failure, its history and nothing else decide.
enum SendFailurePolicy {
    enum Action: Hashable {
        /// Certainly not sent, and worth another try.
        case retry(after: Duration)
        /// The account is at fault, not this mail: nothing of it is sent for a while, the mail keeps its place.
        case pauseAccount(for: Duration)
        /// The recipient's address does not exist: never write to it again.
        case suppressRecipient
        /// It will not be accepted, or not in time: a person decides.
        case giveToPerson
        /// It may have been accepted: only evidence can tell.
        case lookForEvidence
    }

    /// A mail that could not be sent for this long is too late to be welcome.
    static let ageLimit = Duration.seconds(24 * 3_600)
    private static let backoff = Backoff(base: .seconds(15), cap: .seconds(3_600))

    /// - Parameters:
    ///   - earlierFailures: of this mail.
    ///   - failing: time since the first of them.
    static func action(on failure: DeliveryFailure, earlierFailures: Int, failing: Duration) -> Action {
        switch failure.kind {
        case .outcomeUnknown: .lookForEvidence
        case .recipientRefused: .suppressRecipient
        case .messageRefused: .giveToPerson
        case .authentication, .encryption: .pauseAccount(for: .seconds(3_600))
        case .quota: .pauseAccount(for: .seconds(4 * 3_600))
        case .transient, .connection:
            failing > ageLimit ? .giveToPerson : .retry(after: backoff.delay(attempt: earlierFailures, draw: 0.5))
        }
    }
}
