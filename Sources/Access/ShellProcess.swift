import Glibc
import OAuth

/// A `/bin/sh -c` with its output in a pipe. Everything here blocks; the process is killed with its children at deinit.
final class ShellProcess {
    /// No token is longer, and nothing more is read.
    private static let longestOutput = 64 << 10

    private let pid: pid_t
    private let output: Int32

    init(_ command: String, _ environment: [String: String]) throws(TokenFailure) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw TokenCommand.failure("could not be started", isPassing: true) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        var attributes = Self.attributes()
        defer { posix_spawnattr_destroy(&attributes) }
        var arguments: [UnsafeMutablePointer<CChar>?] = []
        for word in ["/bin/sh", "-c", command] { arguments.append(strdup(word)) }
        arguments.append(nil)
        var variables: [UnsafeMutablePointer<CChar>?] = []
        for (name, value) in environment { variables.append(strdup("\(name)=\(value)")) }
        variables.append(nil)
        defer { for text in arguments + variables { free(text) } }
        var child: pid_t = 0
        let status = posix_spawn(&child, "/bin/sh", &actions, &attributes, &arguments, &variables)
        close(ends[1])
        guard status == 0 else {
            close(ends[0])
            throw TokenCommand.failure("could not be started", isPassing: true)
        }
        pid = child
        output = ends[0]
    }

    /// A process group of its own, so that all of it can be killed; and default signal handling, since services block or ignore
    /// some.
    private static func attributes() -> posix_spawnattr_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        posix_spawnattr_setpgroup(&attributes, 0)
        var all = sigset_t()
        sigfillset(&all)
        sigdelset(&all, SIGKILL)
        sigdelset(&all, SIGSTOP)
        posix_spawnattr_setsigdefault(&attributes, &all)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        return attributes
    }

    deinit {
        kill(-pid, SIGKILL)
        close(output)
    }

    /// The first line, trimmed and without its line end; nil where none came in time.
    func firstLine(until deadline: ContinuousClock.Instant) -> String? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4_096)
        while bytes.count < Self.longestOutput, !bytes.contains(UInt8(ascii: "\n")) {
            var poll = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
            let left = (deadline - .now) / .milliseconds(1)
            guard left > 0, Glibc.poll(&poll, 1, Int32(min(left, 1_000))) >= 0 || errno == EINTR else { return nil }
            guard poll.revents != 0 else { continue }
            let count = read(output, &chunk, chunk.count)
            if count <= 0 { break }
            bytes += chunk[..<count]
        }
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") }
        let text = line.drop { $0 == 0x20 || $0 == 0x09 }.reversed().drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
        return String(decoding: text.reversed(), as: UTF8.self)
    }

    /// The exit status; nil where the process has not ended by then, and then it is killed with its children.
    func exitStatus(until deadline: ContinuousClock.Instant) -> Int32? {
        var status: Int32 = 0
        var rest = [UInt8](repeating: 0, count: 4_096)
        _ = fcntl(output, F_SETFL, O_NONBLOCK)
        while waitpid(pid, &status, WNOHANG) == 0 {
            // Further output would fill the pipe and block the process.
            while read(output, &rest, rest.count) > 0 {}
            guard ContinuousClock.now < deadline else {
                kill(-pid, SIGKILL)
                waitpid(pid, &status, 0)
                return nil
            }
            usleep(5_000)
        }
        // WIFEXITED and WEXITSTATUS, which Swift does not import.
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    }
}
