import OAuth
import Settings
import Synchronization

/// Callers that need the token of one mailbox at the same time share one answer.
final class SharedWork: Sendable {
    private typealias Work = Task<Result<String, TokenFailure>, Never>
    private let running = Mutex<[TokenOrigin: Work]>([:])

    /// Joins the work in progress for `origin`, or begins it.
    func result(
        for origin: TokenOrigin, _ work: @escaping @Sendable () async -> Result<String, TokenFailure>
    ) async -> Result<String, TokenFailure> {
        let task = running.withLock { running in
            if let task = running[origin] { return task }
            // An unstructured task: the caller that began it may be cancelled while others wait. Its work has time limits of its own.
            let task = Work {
                let result = await work()
                self.running.withLock { $0[origin] = nil }
                return result
            }
            running[origin] = task
            return task
        }
        return await task.value
    }
}
