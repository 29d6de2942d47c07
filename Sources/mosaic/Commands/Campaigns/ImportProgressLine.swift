import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Shows an import's progress on standard error: in place on a terminal, otherwise one line a second.
final class ImportProgressLine: Sendable {
    private let isSilent: Bool
    private let isTerminal: Bool
    private let last = Mutex<ContinuousClock.Instant?>(nil)

    init(isJSON: Bool) {
        isTerminal = isatty(STDERR_FILENO) == 1
        isSilent = isJSON && !isTerminal
    }

    func tell(_ rows: Int) {
        guard !isSilent else { return }
        let isTime = last.withLock { last in
            let now = ContinuousClock.now
            let pause: Duration = isTerminal ? .milliseconds(100) : .seconds(1)
            if let last, last.duration(to: now) < pause { return false }
            last = now
            return true
        }
        guard isTime else { return }
        let text = isTerminal ? "\r\(rows) rows" : "\(rows) rows\n"
        // Nobody depends on it: a line that cannot be written is lost.
        _ = text.utf8CString.withUnsafeBufferPointer { write(STDERR_FILENO, $0.baseAddress, $0.count - 1) }
    }
}
