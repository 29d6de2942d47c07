import Timing

/// Claims work, performs each piece in a free slot, and waits for more: one loop for any kind of work that is claimed in the
/// database.
struct WorkLoop<Work: Sendable>: Sendable {
    let slots: WorkerSlots
    /// Raised when there may be work; a lost signal costs one ``safetyPoll``.
    let news: Wakeup
    /// Claims at most this many pieces.
    let claim: @Sendable (Int) async throws -> [Work]
    /// Time until a piece is due; nil when none is planned.
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
            while !Task.isCancelled {
                turned()
                do {
                    for work in try await claim(await slots.free()) {
                        slots.take()
                        group.addTask {
                            await perform(work)
                            turned()
                            slots.give()
                        }
                    }
                    let next = try await timeToNext() ?? Self.safetyPoll
                    await news.wait(for: min(Self.safetyPoll, max(next, .milliseconds(20))))
                } catch {
                    guard !Task.isCancelled else { return }
                    failed(error)
                    await news.wait(for: .seconds(2))
                }
            }
        }
    }
}
