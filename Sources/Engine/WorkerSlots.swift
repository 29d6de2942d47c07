import Synchronization
import Timing

/// Counts busy workers, and lets the one loop that starts them wait for a free slot.
final class WorkerSlots: Sendable {
    private let busy = Mutex(0)
    private let limit: Int
    private let freed = Wakeup()

    init(_ limit: Int) {
        self.limit = max(1, limit)
    }

    /// The number of free slots, once there is at least one. Returns 1 on cancellation, so that the caller continues.
    func free() async -> Int {
        while !Task.isCancelled {
            let free = limit - busy.withLock { $0 }
            if free > 0 { return free }
            await freed.wait()
        }
        return 1
    }

    func take() {
        busy.withLock { $0 += 1 }
    }

    func give() {
        busy.withLock { $0 -= 1 }
        freed.raise()
    }
}
