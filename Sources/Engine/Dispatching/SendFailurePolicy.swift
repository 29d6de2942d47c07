import Correspondence
import Delivery
import Timing

/// The consequences of a failed send for its mail and its account. Pure: only the failure and earlier failures count.
enum SendFailurePolicy {
    /// The consequence for the mail.
    enum MailFate: Hashable {
        /// It was not at fault, and remains the account's next mail.
        case keepsItsPlace
        /// Certainly not sent, and worth another try; other mails may go first.
        case isTriedAgain(after: Duration)
        /// The recipient's address does not exist: never write to it again.
        case barsTheContact
        /// It will not be accepted, or not in time: a person decides.
        case goesToPerson
        /// It may have been accepted: only evidence can tell.
        case awaitsEvidence
    }

    struct Verdict: Hashable {
        let mail: MailFate
        /// How long the account sends nothing; zero: the failure is only counted; nil: the account is not concerned.
        var accountWaits: Duration?
        /// Whether a person is told although the mail is not given up.
        var tellsPerson = false
    }

    /// The facts before this failure.
    struct Past: Hashable {
        /// Failures of this mail.
        var mailFailures = 0
        /// Time since the first of them.
        var failing = Duration.zero
        /// Failures of the account since its last success.
        var accountFailures = 0
        /// Whether other mails of the account left since this mail's first failure.
        var othersGotThrough = false
    }

    /// Accounts that send nothing for a while.
    struct Standstill: Hashable {
        let accounts: [AccountID]
        let wait: Duration
        /// Failures of each since its server last accepted a mail.
        let failures: Int
    }

    /// A mail that could not be sent for this long is too late to be welcome.
    static let ageLimit = Duration.seconds(24 * 3_600)
    /// The waits of one mail.
    private static let mailBackoff = Backoff(base: .seconds(15), cap: .seconds(3_600))
    /// The waits of an account: 15 s, 30 s, 60 s and so on, up to one try an hour.
    private static let accountBackoff = Backoff(base: .seconds(15), cap: .seconds(3_600))
    /// Repeating a refused login may lock the account.
    private static let loginPause = Duration.seconds(3_600)
    /// Mails refused in a row, with none accepted between, after which the account is at fault.
    private static let refusalsInARow = 2

    static func verdict(on failure: DeliveryFailure, _ past: Past) -> Verdict {
        switch failure.kind {
        case .recipientRefused: Verdict(mail: .barsTheContact)
        case .outcomeUnknown: Verdict(mail: .awaitsEvidence, accountWaits: accountWait(past))
        case .authentication: Verdict(mail: .keepsItsPlace, accountWaits: loginPause)
        case .encryption, .throttled, .quota: Verdict(mail: .keepsItsPlace, accountWaits: accountWait(past))
        case .connection where failure.reached != .mail:
            Verdict(mail: .keepsItsPlace, accountWaits: accountWait(past))
        // The mail itself may be what breaks the connection.
        case .connection: Verdict(mail: retry(past), accountWaits: accountWait(past))
        case .recipientBusy: Verdict(mail: retry(past))
        case .transient: Verdict(mail: retry(past), accountWaits: waitAfterTransient(past))
        case .messageRefused:
            past.accountFailures < refusalsInARow
                ? Verdict(mail: .goesToPerson, accountWaits: .zero) : refusalOfUs(past)
        case .policy: refusalOfUs(past)
        }
    }

    /// How long an account or a server waits after this many earlier failures.
    static func accountWait(failures: Int) -> Duration { accountBackoff.delay(attempt: failures, draw: 1) }

    /// The accounts that wait, and how long, after a failure of one account with this many earlier failures.
    ///
    /// - Parameter suspicion: what it says about the server: if the server is at fault, all accounts that use it wait, and its
    ///   own count is used, however often this account was tried.
    static func standstill(
        of account: AccountID, for wait: Duration, failures: Int, _ suspicion: SendingLanes.Suspicion?
    ) -> Standstill {
        guard let suspicion else { return Standstill(accounts: [account], wait: wait, failures: failures + 1) }
        let known = max(failures, suspicion.failures)
        return Standstill(
            accounts: suspicion.accounts, wait: max(wait, accountWait(failures: known)), failures: known + 1)
    }

    private static func accountWait(_ past: Past) -> Duration { accountWait(failures: past.accountFailures) }

    /// The mail is at fault only when others of the account left meanwhile. Until then the others go first.
    private static func refusalOfUs(_ past: Past) -> Verdict {
        if past.mailFailures > 0, past.othersGotThrough || past.failing > ageLimit {
            return Verdict(mail: .goesToPerson)
        }
        let wait = accountWait(past)
        return Verdict(mail: .isTriedAgain(after: wait + .seconds(1)), accountWaits: wait, tellsPerson: true)
    }

    private static func retry(_ past: Past) -> MailFate {
        past.failing > ageLimit
            ? .goesToPerson : .isTriedAgain(after: mailBackoff.delay(attempt: past.mailFailures, draw: 0.5))
    }

    /// One mail that is put off says nothing about the account, however often it was tried; a second one in a row does.
    private static func waitAfterTransient(_ past: Past) -> Duration? {
        switch (past.mailFailures, past.accountFailures) {
        case (0, 0): .zero
        case (_, 1...) where past.mailFailures == 0 || past.accountFailures > 1:
            accountWait(failures: past.accountFailures - 1)
        default: nil
        }
    }
}
