import Glibc

/// A program with its arguments, as it will be started: from files, to files, in a session of its own.
///
/// Output goes to a file and never to a pipe: a daemon that inherited a pipe would keep its reader waiting for ever.
struct Program: Sendable {
    var executable: String
    var arguments: [String] = []
    var environment: [String: String] = [:]
    /// Becomes this user first, when we are root.
    var user: String?
    var input = "/dev/null"
    var output = "/dev/null"

    /// Starts it.
    /// - Returns: its process id, which somebody must wait for.
    func spawn() throws -> pid_t {
        guard Files.exists(executable) else { throw TestServerError("\(executable) is missing; run .ci/setup --tests") }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o644)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        return try spawn(actions: &actions)
    }

    /// Starts it with the given files as 0, 1 and 2, and none of ours beyond.
    func spawn(actions: inout posix_spawn_file_actions_t) throws -> pid_t {
        // Closing a number that is not open is no error here; the margin is for files opened meanwhile.
        let highest = Files.names(in: "/proc/self/fd").compactMap { Int32($0) }.max() ?? 2
        for descriptor in 3...(highest + 16) { posix_spawn_file_actions_addclose(&actions, descriptor) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(
            &attributes, startInOwnSession | Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))
        let words = commandLine
        var pid: pid_t = 0
        let code = withCStrings(words) { arguments in
            withCStrings(fullEnvironment) { posix_spawn(&pid, words[0], &actions, &attributes, arguments, $0) }
        }
        guard code == 0 else { throw TestServerError.system("start \(executable)", code: code) }
        return pid
    }

    private var commandLine: [String] {
        guard let user, geteuid() == 0 else { return [executable] + arguments }
        return ["/usr/bin/setpriv", "--reuid", user, "--regid", user, "--clear-groups", "--", executable] + arguments
    }

    private var fullEnvironment: [String] {
        let standard = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C", "HOME": RunFolder.path, "TZ": "UTC"]
        return standard.merging(environment) { $1 }.map { "\($0)=\($1)" }
    }
}

/// POSIX_SPAWN_SETSID of glibc's <spawn.h>, which shows it to GNU sources only.
private let startInOwnSession: Int16 = 0x80

private func withCStrings<Value>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Value
) -> Value {
    let copies = strings.map { strdup($0) }
    defer { copies.forEach { free($0) } }
    return body(copies + [nil])
}

/// Runs a program to its end, off the cooperative pool, and gives what it printed.
/// - Throws: `TestServerError` with its output when it does not exit with 0.
@discardableResult
public func run(
    _ executable: String, _ arguments: [String], input: [UInt8]? = nil, environment: [String: String] = [:],
    user: String? = nil
) async throws -> String {
    let program = Program(executable: executable, arguments: arguments, environment: environment, user: user)
    return try await blocking { try program.runToEnd(input: input) }
}

extension Program {
    /// Blocks until the program ended.
    /// - Returns: what it printed on both its outputs.
    /// - Throws: `TestServerError` with its output when it does not exit with 0.
    @discardableResult
    func runToEnd(input bytes: [UInt8]? = nil) throws -> String {
        let folder = try RunFolder.fresh("command")
        var program = self
        program.output = folder + "/output"
        if let bytes {
            program.input = folder + "/input"
            try Files.write(bytes, to: program.input)
        }
        var status: Int32 = 0
        let pid = try program.spawn()
        Reaper.shared.watch(pid)
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        Reaper.shared.forget(pid)
        let text = try Files.text(program.output)
        guard status == 0 else {
            throw TestServerError("\(executable) \(arguments.joined(separator: " ")) failed (\(status)):\n\(text)")
        }
        for path in [program.input, program.output] where path.hasPrefix(folder) { unlink(path) }
        rmdir(folder)
        return text
    }
}
