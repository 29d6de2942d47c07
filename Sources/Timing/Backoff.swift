/// Exponential backoff with full jitter: attempt n waits between half of and the whole of `base × 2ⁿ`, capped.
public struct Backoff: Sendable {
    public let base: Duration
    public let cap: Duration

    public init(base: Duration, cap: Duration) {
        self.base = base
        self.cap = cap
    }

    /// The wait before try number `attempt` (0 is the first retry), with `draw` in 0..<1 choosing the jitter.
    public func delay(attempt: Int, draw: Double) -> Duration {
        let doubled = base * (1 << min(max(attempt, 0), 20))
        let whole = min(doubled, cap)
        return whole * (0.5 + 0.5 * min(max(draw, 0), 1))
    }
}
