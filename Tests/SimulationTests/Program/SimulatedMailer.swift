import Correspondence
import Delivery
import PostOffice
import Timing

/// A server with moods that mail leaves by, as one process sees it. Every other account's is a web interface: it gives mails
/// another Message-ID, and can be asked for them some minutes later.
struct SimulatedMailer: MailFinding {
    let process: SimulatedProcess
    let number: Int

    private var outside: Outside { process.outside }
    private var isWeb: Bool { number % 2 == 1 }
    /// How long a mail that was sent is not found yet.
    private static let blindness = Duration.seconds(120)

    /// How a submission goes.
    private enum Mood: String, Sendable {
        case willing, slow, busy, noSuchUser, refusing, badLogin, quotaReached, lostBeforeDot, fullMailbox, blocked
        /// For a while everything of the account is refused.
        case throttled
        case busyAfterDot, refusingAfterDot, answerLost, mailAndAnswerLost
    }

    func verify() async -> DeliveryOutcome { .accepted(reply: "250 OK") }

    func send(_ mail: OutgoingMail, beforeFinalDot: @Sendable () async -> SendPermission) async -> DeliveryOutcome {
        do { return try await transmit(mail, beforeFinalDot) } catch { return .withheld(nil) }
    }

    private func transmit(
        _ mail: OutgoingMail, _ beforeFinalDot: @Sendable () async -> SendPermission
    ) async throws -> DeliveryOutcome {
        let mood = endured(drawMood())
        if mood != .willing { outside.note("the server of account \(number) is \(mood)") }
        if let failure = refusalBeforeBody(mood, of: mail.recipient) { return .failed(failure) }
        if mood == .slow { outside.wait(outside.draw { $0.seconds(5..<500) }) }
        try await process.fate.cross("the body sent", dying: 20, interrupted: 250)
        let permission = await beforeFinalDot()
        let early = permission.objection
        try await process.fate.cross("the dot permitted", dying: 30, interrupted: 150)
        let objection =
            switch process.sabotage {
            case .ignoresTheFinalWord: String?.none
            case .forgetsTheTime: early
            default: permission.objection
            }
        if let objection { return .withheld(objection) }
        return try await end(mail, mood)
    }

    /// A server that throttles an account goes on doing so for a while.
    private func endured(_ mood: Mood) -> Mood {
        outside.with { state in
            if mood == .throttled {
                let until = state.now + state.chance.seconds(60..<7_200)
                state.throttledUntil[number] = max(until, state.throttledUntil[number] ?? until)
            }
            let isThrottled = !state.isCalm && state.throttledUntil[number].map { $0 > state.now } ?? false
            return isThrottled ? .throttled : mood
        }
    }

    private func end(_ mail: OutgoingMail, _ mood: Mood) async throws -> DeliveryOutcome {
        switch mood {
        case .busyAfterDot: return .failed(failure(.transient, "451 4.3.0 Later"))
        case .refusingAfterDot: return .failed(failure(.messageRefused, "554 5.7.1 No"))
        case .mailAndAnswerLost: return .failed(failure(.outcomeUnknown, nil))
        case .answerLost:
            accept(mail)
            try await process.fate.cross("the answer lost", dying: 50, interrupted: 150)
            return .failed(failure(.outcomeUnknown, nil))
        default:
            accept(mail)
            try await process.fate.cross("the mail accepted", dying: 40, interrupted: 150)
            return isWeb ? .acceptedUnder(name(of: mail.messageID), reply: "200") : .accepted(reply: "250 2.0.0 OK")
        }
    }

    /// What it calls a mail.
    private func name(of id: MessageID) -> MessageID {
        // The local part of a well-formed id is one too.
        isWeb ? MessageID("web-\(id.text.prefix { $0 != "@" })@provider.example")! : id
    }

    func find(_ mail: SoughtMail) async throws(DeliveryFailure) -> FoundMail? {
        guard isWeb else { return nil }
        let left = outside.with { state in
            state.departures.contains {
                $0.messageID == mail.messageID.text && $0.leftAt + Self.blindness <= state.now
            }
        }
        outside.note("account \(number) is asked for <\(mail.messageID.text)>: \(left ? "there" : "not there")")
        return left ? FoundMail(messageID: name(of: mail.messageID), proof: "found there") : nil
    }

    private func accept(_ original: OutgoingMail) {
        let text = String(decoding: original.bytes, as: UTF8.self)
        let own = "Message-ID: \(original.messageID.bracketed)"
        let renamed = text.replacing(
            own, with: "Message-ID: \(name(of: original.messageID).bracketed)", maxReplacements: 1)
        let mail = OutgoingMail(
            messageID: original.messageID, sender: original.sender, recipient: original.recipient,
            bytes: Array(renamed.utf8))
        process.oracle.accepted(mail, by: process)
        outside.with { state in
            let submission = SubmittedMail(
                from: mail.sender.text, to: [mail.recipient.text], bytes: mail.bytes,
                user: state.script.accounts[number].address)
            state.world.submit(submission, at: state.now)
        }
    }

    private func drawMood() -> Mood {
        guard !outside.with({ $0.isCalm }) else { return .willing }
        return outside.draw {
            $0.pick([
                (Mood.willing, weight: 55), (.slow, weight: 8), (.busy, weight: 6), (.noSuchUser, weight: 2),
                (.refusing, weight: 2), (.badLogin, weight: 2), (.quotaReached, weight: 2),
                (.lostBeforeDot, weight: 6), (.busyAfterDot, weight: 4), (.refusingAfterDot, weight: 2),
                (.answerLost, weight: 6), (.mailAndAnswerLost, weight: 5), (.fullMailbox, weight: 2),
                (.blocked, weight: 3), (.throttled, weight: 3),
            ])
        }
    }

    private func refusalBeforeBody(_ mood: Mood, of recipient: EmailAddress) -> DeliveryFailure? {
        if mood == .noSuchUser { outside.with { _ = $0.deadAddresses.insert(recipient.key) } }
        return switch mood {
        case .busy: failure(.transient, "450 4.3.0 Later")
        case .fullMailbox: failure(.recipientBusy, "452 4.2.2 Mailbox full")
        case .blocked: failure(.policy, "550 5.7.1 Blocked")
        case .throttled: failure(.throttled, "421 4.7.0 Too many")
        case .noSuchUser: failure(.recipientRefused, "550 5.1.1 No such user")
        case .refusing: failure(.messageRefused, "554 5.7.1 No")
        case .badLogin: failure(.authentication, "535 5.7.8 No")
        case .quotaReached: failure(.quota, "454 4.5.3 Too much")
        case .lostBeforeDot: failure(.connection, nil)
        default: nil
        }
    }

    private func failure(_ kind: DeliveryFailure.Kind, _ reply: String?) -> DeliveryFailure {
        let isSabotaged = process.sabotage == .barsOnEveryRefusal && kind != .outcomeUnknown
        return DeliveryFailure(
            kind: isSabotaged ? .recipientRefused : kind, reply: reply, detail: reply ?? "the connection was lost")
    }
}

extension SendPermission {
    /// Why no dot may go out at this moment; nil when it may.
    fileprivate var objection: String? {
        switch self {
        case .granted(let objection): objection()
        case .withheld(let reason): reason
        }
    }
}
