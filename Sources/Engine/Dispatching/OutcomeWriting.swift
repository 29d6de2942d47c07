import Correspondence
import Delivery
import Events
import Logging
import Observability
import Storage
import Synchronization
import Timing

/// Writes down how a send ended, and tries until it is written: a database that is away for a while must not make a mail
/// that left look doubtful.
struct OutcomeWriting: Sendable {
    let sender: MailSender
    let claim: MailClaim
    let outcome: DeliveryOutcome

    func run() async {
        let ending = Ending(Task.isCancelled)
        // A task of its own: what the server answered must be written down even while shutting down.
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
            // Ends early only if this task is cancelled, which nobody does.
            try? await Task.sleep(for: .milliseconds(500))
        }
    }

    private func write(isEnding: Bool) async throws {
        switch outcome {
        case .accepted(let reply):
            try await sender.settle(claim, .accepted(reply: reply))
            Failpoint.sendConfirmed.pass()
            sender.note(.workerSent, claim, ["reply": reply])
        case .withheld(let reason):
            try await sender.settle(
                claim,
                .returned(after: isEnding ? .zero : .seconds(1), reason: reason ?? "shut down", as: .aborted))
        case .failed(let failure):
            sender.note(.workerSmtpError, claim, ["kind": failure.kind.rawValue, "error": failure])
            try await write(failure)
        }
    }

    private func write(_ failure: DeliveryFailure) async throws {
        let parts = sender.parts
        let reason = failure.description
        let failing = claim.failingSince.map { parts.clock.now - $0 } ?? .zero
        switch SendFailurePolicy.action(on: failure, earlierFailures: claim.failures, failing: failing) {
        case .retry(let pause): try await sender.settle(claim, .returned(after: pause, reason: reason, as: .failed))
        case .pauseAccount(let span):
            try await parts.store.accounts.pause(claim.account, until: parts.clock.now + span, reason: reason)
            try await sender.settle(claim, .returned(after: .zero, reason: reason, as: .released))
        case .suppressRecipient: try await sender.settle(claim, .refused(reason: reason, suppressing: true))
        case .giveToPerson: try await sender.settle(claim, .refused(reason: reason, suppressing: false))
        case .lookForEvidence: try await sender.settle(claim, .unknown(detail: reason))
        }
    }
}

/// Whether the process has begun to shut down, for work that must not be cancelled by that and yet make haste.
private final class Ending: Sendable {
    private let state: Atomic<Bool>

    init(_ hasBegun: Bool) { state = Atomic(hasBegun) }

    var hasBegun: Bool { state.load(ordering: .relaxed) }

    func begin() { state.store(true, ordering: .relaxed) }
}
