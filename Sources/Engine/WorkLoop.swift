import Timing

/// Claims work, performs each piece in a free slot, and waits for more: one loop for any kind of work that is claimed in the
/// database.
struct WorkLoop<Work: Sendable>: Sendable {
    let slots: WorkerSlots
    /// Raised when there may be work; a lost signal costs one ``safetyPoll``.
    let news: Wakeup
    /// Claims at most this many pieces; asked only when one is due.
    let claim: @Sendable (Int) async throws -> [Work]
    /// Time until a piece is due; nil when none is planned. Asked once after each signal, each claim and each ``safetyPoll``.
    let timeToNext: @Sendable () async throws -> Duration?
    let perform: @Sendable (Work) async -> Void
    /// Called with the reason why the database could not be asked; the loop tries again.
    let failed: @Sendable (any Error) -> Void
    /// Called at each turn and at the end of each piece, so that a loop that stands still is noticed.
    let turned: @Sendable () -> Void

    /// Another process may have planned something.
    static var safetyPoll: Duration { .seconds(5) }

    /// Returns when the task is cancelled and every piece in progress has ended.
    func run() async {
        await withDiscardingTaskGroup { group in
            // The time has come at which the last answer said that a piece is due.
            var isDue = false
            while !Task.isCancelled {
                turned()
                let free = await slots.free()
                do {
                    var next: Duration? = isDue ? .zero : try await timeToNext()
                    if let time = next, time <= .zero {
                        for work in try await claim(free) {
                            slots.take()
                            group.addTask {
                                await perform(work)
                                turned()
                                slots.give()
                            }
                        }
                        next = try await timeToNext()
                    }
                    let span = max(next ?? Self.safetyPoll, .milliseconds(20))
                    let isNews = await news.wait(for: min(Self.safetyPoll, span))
                    isDue = !isNews && next != nil && span <= Self.safetyPoll
                } catch {
                    guard !Task.isCancelled else { return }
                    failed(error)
                    isDue = false
                    await news.wait(for: .seconds(2))
                }
            }
        }
    }
}
