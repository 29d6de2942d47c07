import Synchronization

/// A flag that one task waits for and any task raises; raising it twice before the waiter looks counts once.
///
/// It replaces in-memory queues between the parts of the pipeline: the work itself lies in the database.
public final class Wakeup: Sendable {
    private struct State {
        var isRaised = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    public init() {}

    public func raise() {
        let waiter = state.withLock { state in
            let waiting = state.waiter
            state.waiter = nil
            state.isRaised = waiting == nil
            return waiting
        }
        waiter?.resume()
    }

    /// Suspends until the flag is raised, then lowers it. Cancellation ends the wait. One waiter at a time.
    public func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let ready = state.withLock { state in
                    if state.isRaised || Task.isCancelled {
                        state.isRaised = false
                        return true
                    }
                    precondition(state.waiter == nil, "a Wakeup has one waiter")
                    state.waiter = continuation
                    return false
                }
                if ready { continuation.resume() }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                defer { state.waiter = nil }
                return state.waiter
            }
            waiter?.resume()
        }
    }

    /// Suspends until the flag is raised or `span` has passed on the monotonic clock, whichever comes first.
    ///
    /// - Returns: whether it was the flag.
    @discardableResult
    public func wait(for span: Duration) async -> Bool {
        await wait(orUntil: { try await Task.sleep(for: span) })
    }

    /// Suspends until the flag is raised or `clock` reaches `deadline`, whichever comes first.
    public func wait(until deadline: Timestamp, on clock: any WallClock) async {
        _ = await wait(orUntil: { try await clock.sleep(until: deadline) })
    }

    private func wait(orUntil sleep: @escaping @Sendable () async throws -> Void) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                await self.wait()
                return true
            }
            group.addTask {
                // Ends early only by cancellation, which is how this group itself stops it.
                try? await sleep()
                return false
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
    }
}
