import Synchronization

/// Spreads sends so that no second holds more of them than a provider accepts.
package final class SendingPace: Sendable {
    private struct State {
        var gap = Duration.zero
        var next: ContinuousClock.Instant?
    }

    private let state = Mutex(State())

    package init() {}

    /// - Parameter rate: mails per second; zero or less: no known limit.
    package func set(rate: Double) {
        state.withLock { $0.gap = rate > 0 ? .seconds(1 / rate) : .zero }
    }

    /// Returns when it is the caller's turn, at once where there is no limit.
    package func turn() async {
        let instant = state.withLock { state -> ContinuousClock.Instant in
            let turn = max(state.next ?? .now, .now)
            state.next = turn + state.gap
            return turn
        }
        guard instant > .now else { return }
        // A cancelled task continues at once: it withholds its mail.
        try? await Task.sleep(until: instant, clock: .continuous)
    }
}
