import Timing

/// Decides whether the model may be asked now: a circuit breaker and the server's own rate limits. Pure except for its state.
struct ModelGate {
    enum Admission: Equatable {
        case ask
        case refuse(ModelFailure)
    }

    /// This many failures of the server in a row open the breaker.
    static let failuresToOpen = 5
    static let firstPause = Duration.seconds(30)
    static let longestPause = Duration.seconds(600)
    /// A call takes about this many tokens; with fewer left it would be refused.
    static let tokensPerCall = 1_500

    private var failures = 0
    private var pause = ModelGate.firstPause
    private var openUntil: Timestamp?
    private var isProbing = false
    private var limitedUntil: Timestamp?

    mutating func admit(at now: Timestamp) -> Admission {
        if let limitedUntil, limitedUntil > now { return .refuse(.rateLimited(retryAfter: limitedUntil - now)) }
        limitedUntil = nil
        guard let openUntil else { return .ask }
        // Half open: one call at a time tests whether the server is back.
        guard openUntil <= now, !isProbing else { return .refuse(.breakerOpen) }
        isProbing = true
        return .ask
    }

    mutating func succeeded() {
        failures = 0
        pause = Self.firstPause
        openUntil = nil
        isProbing = false
    }

    mutating func failed(_ failure: ModelFailure, at now: Timestamp) {
        defer { isProbing = false }
        if case .rateLimited(let wait?) = failure { limitedUntil = now + wait }
        // The server answered, though not usefully: it is available.
        guard failure.countsAgainstServer else { return isProbing ? succeeded() : () }
        failures += 1
        let isHopeless = failure == .unauthorized || failure.isModelNotFound
        guard isProbing || isHopeless || failures >= Self.failuresToOpen else { return }
        openUntil = now + (isHopeless ? Self.longestPause : pause)
        pause = min(pause * 2, Self.longestPause)
    }

    /// Stores the remaining limits from the answer's headers.
    mutating func note(_ limits: RateLimits, at now: Timestamp) {
        let waits = [
            limits.remainingRequests.map { $0 < 1 } == true ? limits.requestsReset : nil,
            limits.remainingTokens.map { $0 < Self.tokensPerCall } == true ? limits.tokensReset : nil,
        ]
        guard let wait = waits.compactMap({ $0 }).max() else { return }
        limitedUntil = now + wait
    }
}

extension ModelFailure {
    fileprivate var isModelNotFound: Bool {
        if case .modelNotFound = self { true } else { false }
    }
}
