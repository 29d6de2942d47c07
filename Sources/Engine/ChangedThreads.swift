import Correspondence
import Synchronization

/// The conversations whose place in the cache is out of date; bounded, because forgetting one is mended by the next
/// full synchronisation.
final class ChangedThreads: Sendable {
    private let threads = Mutex<Set<ThreadID>>([])

    func insert(_ thread: ThreadID) {
        threads.withLock { threads in
            if threads.count < 10_000 { threads.insert(thread) }
        }
    }

    func takeAll() -> Set<ThreadID> {
        threads.withLock { threads in
            defer { threads = [] }
            return threads
        }
    }
}
