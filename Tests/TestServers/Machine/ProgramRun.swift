import Glibc
import Synchronization

/// A program under test as a process of its own, to be killed: started with nothing but the given environment.
public final class ProgramRun: Sendable {
    /// Its process id, for a look into /proc.
    public let pid: Int32
    private let ended = Mutex<Int32?>(nil)

    /// Starts it; both its outputs are appended to the file `output`.
    public init(
        _ executable: String, _ arguments: [String], environment: [String: String] = [:], output: String
    ) throws {
        var program = Program(executable: executable, arguments: arguments, environment: environment)
        program.output = output
        pid = try program.spawn()
        Reaper.shared.watch(pid)
    }

    /// Whether it has ended, by itself or killed.
    public var hasEnded: Bool { status != nil }

    /// Whether SIGKILL ended it, ours or its own.
    public var wasKilled: Bool { status.map { $0 & 0x7f == SIGKILL } ?? false }

    /// Its exit status once it has ended by itself.
    public var exitStatus: Int32? { status.flatMap { $0 & 0x7f == 0 ? ($0 >> 8) & 0xff : nil } }

    /// Processor time so far, in seconds.
    public var processorTime: Double { ProcessTree.processorTime(of: pid) }

    /// SIGKILL, and waits until it is gone.
    public func kill() async throws {
        Glibc.kill(pid, SIGKILL)
        try await ends(within: 10)
    }

    /// SIGTERM, and waits until it is gone; after ten seconds it is killed.
    public func stop() async throws {
        Glibc.kill(pid, SIGTERM)
        try await ends(within: 10)
        try await kill()
    }

    /// Freezes it in the middle of whatever it does.
    public func pause() { Glibc.kill(pid, SIGSTOP) }

    /// Lets it go on.
    public func resume() { Glibc.kill(pid, SIGCONT) }

    /// Returns when it has ended, or after `seconds`.
    public func ends(within seconds: Double) async throws {
        try await blocking { [self] in _ = eventually(within: seconds) { hasEnded } }
    }

    private var status: Int32? {
        ended.withLock { ended in
            if let ended { return ended }
            var status: Int32 = 0
            guard waitpid(pid, &status, WNOHANG) == pid else { return nil }
            Reaper.shared.forget(pid)
            ended = status
            return status
        }
    }
}
