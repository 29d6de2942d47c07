import Correspondence
import Delivery
import Events
import Logging
import Observability
import Settings
import Storage
import Synchronization
import Timing

/// Records how a send ended, and retries until it is recorded: an outage of the database must not make a mail that left look
/// doubtful.
struct OutcomeWriting: Sendable {
    let sender: MailSender
    let claim: MailClaim
    let outcome: DeliveryOutcome
    private let verdict: SendFailurePolicy.Verdict?
    /// The failure's verdict on the server, and so on all accounts that use it.
    private let suspicion: SendingLanes.Suspicion?

    init(sender: MailSender, claim: MailClaim, outcome: DeliveryOutcome) {
        self.sender = sender
        self.claim = claim
        self.outcome = outcome
        switch outcome {
        case .accepted, .acceptedUnder:
            sender.lanes.succeeded(claim.account)
            (verdict, suspicion) = (nil, nil)
        case .withheld: (verdict, suspicion) = (nil, nil)
        case .failed(let failure):
            let verdict = SendFailurePolicy.verdict(on: failure, claim.past)
            self.verdict = verdict
            guard failure.kind.mayBeTheServers else {
                // The server has answered like a healthy one.
                sender.lanes.succeeded(claim.account)
                suspicion = nil
                return
            }
            suspicion =
                (verdict.accountWaits ?? .zero) > .zero
                ? sender.lanes.failed(claim.account, isBeforeLogin: failure.reached == .server) : nil
        }
    }

    func run() async {
        let ending = Ending(Task.isCancelled)
        // A separate task: the server's answer must be recorded even while shutting down.
        let writing = Task { await writeUntilWritten(ending) }
        await withTaskCancellationHandler {
            await writing.value
        } onCancel: {
            ending.begin()
        }
    }

    private func writeUntilWritten(_ ending: Ending) async {
        let start = ContinuousClock.now
        while true {
            do {
                let isEnding = ending.hasBegun
                return try await withDeadline(.seconds(3), for: "writing down what the server answered") {
                    try await write(isEnding: isEnding)
                }
            } catch {
                sender.note(
                    .followupOutcomeNotWritten, claim, ["error": "\(error)", "do": "trying again"])
            }
            guard start.duration(to: .now) < (ending.hasBegun ? .seconds(2) : Dispatcher.leaseTime) else { return }
            // Ends early only if this task is cancelled, which nothing does.
            try? await Task.sleep(for: .milliseconds(500))
        }
    }

    private func write(isEnding: Bool) async throws {
        switch outcome {
        case .accepted(let reply): try await writeSuccess(.accepted(reply: reply), reply)
        case .acceptedUnder(let id, let reply): try await writeSuccess(.acceptedUnder(id, reply: reply), reply)
        case .withheld(let reason):
            try await sender.settle(
                claim,
                .returned(
                    after: isEnding ? .zero : MailSender.withheldBackoff.delay(attempt: claim.withheld, draw: 1),
                    reason: reason ?? "shut down", as: .aborted))
        case .failed(let failure):
            sender.note(.workerSmtpError, claim, ["kind": failure.kind.rawValue, "error": failure])
            try await write(failure)
        }
    }

    private func writeSuccess(_ result: MailOutcome, _ reply: String) async throws {
        try await sender.settle(claim, result)
        Failpoint.sendConfirmed.pass()
        sender.note(.workerSent, claim, ["reply": reply])
        try await noteSuccess()
    }

    private func write(_ failure: DeliveryFailure) async throws {
        guard let verdict else { return }
        let reason = failure.description
        if let wait = verdict.accountWaits { try await noteAgainstAccount(wait, reason) }
        switch verdict.mail {
        case .keepsItsPlace: try await sender.settle(claim, .returned(after: .zero, reason: reason, as: .released))
        case .isTriedAgain(let pause):
            try await sender.settle(claim, .returned(after: pause, reason: reason, as: .failed))
        case .barsTheContact: try await sender.settle(claim, .refused(reason: reason, suppressing: true))
        case .goesToPerson: try await sender.settle(claim, .refused(reason: reason, suppressing: false))
        case .awaitsEvidence: try await sender.settle(claim, .unknown(detail: reason))
        }
        if verdict.tellsPerson { try await sender.parts.store.handoffs.tell(claim.conversation, .sendWaits) }
    }

    /// Before the mail is given back: nobody may claim it for an account whose wait is not recorded yet.
    private func noteAgainstAccount(_ wait: Duration, _ reason: String) async throws {
        let standstill = SendFailurePolicy.standstill(
            of: claim.account, for: wait, failures: claim.accountFailures, suspicion)
        try await sender.accountWaits(
            standstill.accounts, claim, for: standstill.wait, failures: standstill.failures, reason: reason)
    }

    private func noteSuccess() async throws {
        let parts = sender.parts
        if claim.accountFailures > 0 {
            try await parts.store.accounts.recover(claim.account)
            parts.log.event(
                .accountRecovered,
                ["protocol": sender.protocolName(of: claim.account), "account": sender.address(of: claim.account)])
        }
        if claim.failures > 0 { try await parts.store.handoffs.endTelling(claim.conversation) }
    }
}

extension MailClaim {
    /// By the database's clock, at the claim.
    fileprivate var past: SendFailurePolicy.Past {
        SendFailurePolicy.Past(
            mailFailures: failures, failing: failingSince.map { claimedAt - $0 } ?? .zero,
            accountFailures: accountFailures,
            othersGotThrough: failingSince.map { since in accountLastMail.map { $0 > since } ?? false } ?? false)
    }
}

extension DeliveryFailure.Kind {
    /// Whether a second account with the same failure makes it the server's: a used-up quota or a wrong login is an account's
    /// own.
    fileprivate var mayBeTheServers: Bool {
        switch self {
        case .throttled, .policy, .connection, .encryption, .transient, .outcomeUnknown: true
        case .recipientBusy, .recipientRefused, .messageRefused, .authentication, .quota: false
        }
    }
}

/// Whether the process has begun to shut down, for work that must not be cancelled by that but should hurry.
private final class Ending: Sendable {
    private let state: Atomic<Bool>

    init(_ hasBegun: Bool) { state = Atomic(hasBegun) }

    var hasBegun: Bool { state.load(ordering: .relaxed) }

    func begin() { state.store(true, ordering: .relaxed) }
}
