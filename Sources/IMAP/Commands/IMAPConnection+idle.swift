extension IMAPConnection {
    /// Waits for news in the selected mailbox (RFC 2177), at most for `time`.
    ///
    /// Returns `.changed` on the first EXISTS, EXPUNGE or FETCH, at once when one came since the last IDLE; `.interrupted`
    /// after `interruptIdle()` or when another command was called; `.ended` when the server ended it by itself, which some do every few
    /// minutes and others at once, so do not repeat it without a pause; `.timedOut` otherwise. DONE has then been sent and answered where
    /// it was needed, so the next command can follow. IDLE is renewed every `rearmingEvery`: servers may drop a client after
    /// 30 minutes, and an answer to DONE is what shows that the connection still lives.
    ///
    /// Throws `.unsupported` without IDLE, `.timedOut` when the server does not answer.
    public nonisolated(nonsending) func idle(
        for time: Duration, rearmingEvery period: Duration = .seconds(300)
    ) async throws(IMAPError) -> IdleOutcome {
        try require(.idle)
        let end = now + time
        while true {
            let answer = try await run(
                command("IDLE", text("IDLE"), kind: .idle), idleTime: max(.zero, min(end - now, period)))
            guard case .idled(let outcome) = answer.completion else { throw .protocolViolation("IDLE ended oddly") }
            if outcome != .timedOut || end <= now { return outcome }
        }
    }

    /// Makes a waiting `idle` return `.interrupted` soon; if none waits, the next one.
    public func interruptIdle() {
        onEventLoop { handler in handler.interruptIdle() }
    }
}
