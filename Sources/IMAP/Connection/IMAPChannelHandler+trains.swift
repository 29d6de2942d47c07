/// Commands that are written together.
extension IMAPChannelHandler {
    /// Writes all of them at once. Their results come from ``outcome(of:_:)`` or ``nextBatch(of:_:)``, until ``end(_:)``.
    func submit(together train: ConnectionStateMachine.Train) {
        for (id, command) in train {
            if command.kind == .fetch { fetches[id] = FetchBuffer() } else { calls[id] = Call() }
        }
        perform(machine.submit(train))
    }

    func outcome(of id: CommandID, _ continuation: CheckedContinuation<Outcome, Never>) {
        if let outcome = outcomes.removeValue(forKey: id) { return continuation.resume(returning: outcome) }
        guard calls[id] != nil else { return continuation.resume(returning: .failure(.closed)) }
        calls[id]?.continuation = continuation
    }

    /// Nobody asks for these any more.
    func end(_ train: [CommandID]) {
        for id in train {
            (calls[id], fetches[id], outcomes[id]) = (nil, nil, nil)
            perform(machine.abandon(id))
        }
        resumeReading()
    }
}
