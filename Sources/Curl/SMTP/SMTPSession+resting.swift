/// A session between two mails.
extension SMTPSession {
    var isResting: Bool { stage == .resting }
    /// Until when it rests, if it does.
    var restsUntil: ContinuousClock.Instant? { isResting ? deadline : nil }

    /// Whether it waits for another mail of this very login.
    func waits(for server: SMTPServer) -> Bool { isResting && self.server == server }

    /// Carries another mail. The caller hears the same as from a new session, and possibly ``Step/lapsed``.
    func serve(_ errand: SMTPErrand, waiter: Waiter) {
        var next = SMTPDialogue(errand, at: server)
        if let failure = next.envelopeFailure { return waiter.resume(returning: .over(.failed(failure))) }
        let action = next.goOn(login.capabilities)
        dialogue = next
        self.waiter = waiter
        began = .now
        stage = .talking
        mails += 1
        isWaking = true
        perform(action)
        exchange()
    }

    /// Ends the rest.
    func part() {
        guard stage == .talking || stage == .resting else { return close() }
        stage = .parting
        outgoing.put(Array("QUIT\r\n".utf8))
        deadline = .now + Self.partingTime
    }

    func restsAfter(_ outcome: SMTPOutcome) -> Bool {
        guard case .accepted = outcome, maySubmit, server.restTime > .zero, mails < server.mailsPerConnection else {
            return false
        }
        // Nobody is left for whom it could wait.
        return lastMoment == nil && parser.isBetweenReplies
    }

    func rest() {
        stage = .resting
        deadline = .now + server.restTime
    }

    /// Before the server has said a word, no part of a mail can have been accepted.
    func isLapse(_ outcome: SMTPOutcome) -> Bool {
        guard case .failed = outcome else { return false }
        return isWaking
    }
}
