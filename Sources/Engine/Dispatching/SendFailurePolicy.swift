import Correspondence
import Delivery
import Timing

/// What a failed send means for its mail and for its account. Pure: the failure, what went before and nothing else decide.
enum SendFailurePolicy {
    /// What becomes of the mail.
    enum MailFate: Hashable {
        /// It was not at fault, and is the account's next mail as before.
        case keepsItsPlace
        /// Certainly not sent, and worth another try; others may go before it.
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
        /// How long the account sends nothing; zero: the failure only counts against it; nil: it has nothing to do with it.
        var accountWaits: Duration?
        /// Whether a person hears of it although the mail is not given up.
        var tellsPerson = false
    }

    /// What was known before this failure.
    struct Past: Hashable {
        /// Failures of this mail.
        var mailFailures = 0
        /// Time since the first of them.
        var failing = Duration.zero
        /// Failures of the account since its last success.
        var accountFailures = 0
        /// Whether other mails of the account left since the first failure of this one.
        var othersGotThrough = false
    }

    /// Accounts that send nothing for a while.
    struct Standstill: Hashable {
        let accounts: [AccountID]
        let wait: Duration
        /// Failures of each since its server last took a mail.
        let failures: Int
    }

    /// A mail that could not be sent for this long is too late to be welcome.
    static let ageLimit = Duration.seconds(24 * 3_600)
    /// Of one mail.
    private static let mailBackoff = Backoff(base: .seconds(15), cap: .seconds(3_600))
    /// Of an account: 15 s, 30 s, 60 s and so on, until it is asked once an hour.
    private static let accountBackoff = Backoff(base: .seconds(15), cap: .seconds(3_600))
    /// A refused login may lock the account when it is repeated.
    private static let loginPause = Duration.seconds(3_600)
    /// Mails refused in a row, with nothing accepted between, after which the account is to blame.
    private static let refusalsInARow = 2

    static func verdict(on failure: DeliveryFailure, _ past: Past) -> Verdict {
        switch failure.kind {
        case .recipientRefused: Verdict(mail: .barsTheContact)
        case .outcomeUnknown: Verdict(mail: .awaitsEvidence, accountWaits: accountWait(past))
        case .authentication: Verdict(mail: .keepsItsPlace, accountWaits: loginPause)
        case .encryption, .throttled, .quota: Verdict(mail: .keepsItsPlace, accountWaits: accountWait(past))
        case .connection where failure.reached != .mail:
            Verdict(mail: .keepsItsPlace, accountWaits: accountWait(past))
        // The mail itself may be what breaks it.
        case .connection: Verdict(mail: retry(past), accountWaits: accountWait(past))
        case .recipientBusy: Verdict(mail: retry(past))
        case .transient: Verdict(mail: retry(past), accountWaits: waitAfterTransient(past))
        case .messageRefused:
            past.accountFailures < refusalsInARow
                ? Verdict(mail: .goesToPerson, accountWaits: .zero) : refusalOfUs(past)
        case .policy: refusalOfUs(past)
        }
    }

    /// How long an account or a server waits after so many failures before this one.
    static func accountWait(failures: Int) -> Duration { accountBackoff.delay(attempt: failures, draw: 1) }

    /// Who waits how long for a failure of one account that has failed so often before.
    ///
    /// - Parameter suspicion: what it says about the server: then all that use it wait, and the server's own count is the same
    ///   for all, however often this one was asked.
    static func standstill(
        of account: AccountID, for wait: Duration, failures: Int, _ suspicion: SendingLanes.Suspicion?
    ) -> Standstill {
        guard let suspicion else { return Standstill(accounts: [account], wait: wait, failures: failures + 1) }
        let known = max(failures, suspicion.failures)
        return Standstill(
            accounts: suspicion.accounts, wait: max(wait, accountWait(failures: known)), failures: known + 1)
    }

    private static func accountWait(_ past: Past) -> Duration { accountWait(failures: past.accountFailures) }

    /// The mail is to blame only when others of the account left meanwhile. Until then those go first.
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

    /// One mail that is put off says nothing about the account, whatever its number of tries; a second one in a row does.
    private static func waitAfterTransient(_ past: Past) -> Duration? {
        switch (past.mailFailures, past.accountFailures) {
        case (0, 0): .zero
        case (_, 1...) where past.mailFailures == 0 || past.accountFailures > 1:
            accountWait(failures: past.accountFailures - 1)
        default: nil
        }
    }
}
