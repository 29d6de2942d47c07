import Glibc
import Synchronization

/// One daemon in the foreground, with its descendants: started, paused, stopped, killed, and started again.
final class ServerProcess: Sendable {
    let name: String
    /// Where its standard output and error go.
    let log: String
    private let program: Program
    private let pid = Mutex<pid_t?>(nil)

    init(_ name: String, _ program: Program, log: String) {
        var program = program
        program.output = log
        self.name = name
        self.program = program
        self.log = log
    }

    /// Starts it and waits until `isReady` holds.
    /// - Throws: `TestServerError` with the end of its log when it exits or is not ready after 30 s.
    func start(until isReady: @escaping @Sendable () -> Bool) async throws {
        try await blocking { [self] in
            guard hasExited() else { throw TestServerError("\(name) is running already") }
            let started = try program.spawn()
            Reaper.shared.watch(started)
            pid.withLock { $0 = started }
            let ready = try eventually(within: 30) {
                guard !hasExited() else { throw TestServerError("\(name) ended at once:\n\(Files.tail(log))") }
                return isReady()
            }
            guard ready else { throw TestServerError("\(name) was not ready within 30 s:\n\(Files.tail(log))") }
        }
    }

    /// Asks it to end and waits for the whole tree; what is left after 10 s is killed.
    func stop(_ signal: Int32 = SIGTERM) async throws {
        try await blocking { [self] in
            guard let root = pid.withLock({ $0 }) else { return }
            let tree = ProcessTree.members(of: root)
            kill(root, signal)
            for pid in tree { kill(pid, SIGCONT) }
            _ = eventually(within: 10) { hasExited() && tree.allSatisfy(isGone) }
            end(tree)
        }
    }

    /// The power cut: SIGKILL for the process and all its descendants.
    func kill9() async throws {
        try await blocking { [self] in
            guard let root = pid.withLock({ $0 }) else { return }
            // Stopped first, so that it starts nobody while we count.
            kill(root, SIGSTOP)
            end(ProcessTree.members(of: root))
        }
    }

    /// Freezes the tree: connections stay open and nobody answers.
    func pause() {
        if let root = pid.withLock({ $0 }) { ProcessTree.signal(SIGSTOP, to: root) }
    }

    /// Lets a frozen tree go on.
    func resume() {
        if let root = pid.withLock({ $0 }) { ProcessTree.signal(SIGCONT, to: root) }
    }

    func send(_ signal: Int32) {
        if let root = pid.withLock({ $0 }) { kill(root, signal) }
    }

    /// Processor time of it and of its descendants, in seconds.
    var processorTime: Double { pid.withLock { $0 }.map(ProcessTree.processorTime) ?? 0 }

    private func end(_ tree: [pid_t]) {
        for pid in tree { kill(pid, SIGKILL) }
        _ = eventually(within: 10) { hasExited() && tree.allSatisfy(isGone) }
    }

    private func hasExited() -> Bool {
        pid.withLock {
            guard let running = $0 else { return true }
            guard waitpid(running, nil, WNOHANG) != 0 else { return false }
            Reaper.shared.forget(running)
            $0 = nil
            return true
        }
    }
}

/// A zombie that its new parent has not collected yet counts as gone: it holds no port and no lock.
private func isGone(_ pid: pid_t) -> Bool {
    guard kill(pid, 0) == 0 else { return errno == ESRCH }
    let status = Files.tail("/proc/\(pid)/stat")
    return status.isEmpty || status.contains(") Z")
}

/// Whether somebody accepts connections on 127.0.0.1:port.
func accepts(_ port: UInt16) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return withLoopback(port) { connect(descriptor, $0, $1) } == 0
}
