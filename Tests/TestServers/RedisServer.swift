import Glibc

/// A Redis of our own on loopback, without persistence: a restart forgets everything, as a lost cache does.
public final class RedisServer: Sendable {
    /// Its TCP port on 127.0.0.1.
    public let port: UInt16
    /// The password, where one is required.
    public let password: String?
    /// `redis://[:password@]127.0.0.1:port`
    public let url: String
    private let process: ServerProcess

    private init(port: UInt16, password: String?, process: ServerProcess) {
        self.port = port
        self.password = password
        self.url = "redis://\(password.map { ":\($0)@" } ?? "")127.0.0.1:\(port)"
        self.process = process
    }

    /// Starts one and waits until it answers PING.
    /// - Parameter settings: further lines of redis.conf, such as `["maxmemory": "1mb"]`.
    public static func start(password: String? = nil, settings: [String: String] = [:]) async throws -> RedisServer {
        let folder = try RunFolder.fresh("redis")
        let port = try FreePort.next()
        var lines = ["bind": "127.0.0.1", "port": "\(port)", "save": "\"\"", "appendonly": "no", "dir": folder]
        lines["requirepass"] = password
        let configuration = lines.merging(settings) { $1 }.map { "\($0) \($1)\n" }.joined()
        try Files.write(configuration, to: folder + "/redis.conf")
        let program = Program(executable: "/usr/bin/redis-server", arguments: [folder + "/redis.conf"])
        let server = RedisServer(
            port: port, password: password, process: ServerProcess("redis-server", program, log: folder + "/log"))
        try await server.start()
        return server
    }

    /// Starts it again on the same port after `stop` or `kill`.
    public func start() async throws {
        try await process.start { [port] in accepts(port) }
    }

    /// Ends it in order; connections are closed.
    public func stop() async throws { try await process.stop() }

    /// Ends it with SIGKILL.
    public func kill() async throws { try await process.kill9() }

    /// Ends it and starts it again, empty, on the same port.
    public func restart() async throws {
        try await stop()
        try await start()
    }

    /// Freezes it: connections stay open and nobody answers.
    public func pause() { process.pause() }

    /// Lets a frozen server go on.
    public func resume() { process.resume() }

    /// What `redis-cli` prints for one command, without the last line break.
    public func cli(_ command: [String]) async throws -> String {
        let login = password.map { ["--no-auth-warning", "-a", $0] } ?? []
        let text = try await run("/usr/bin/redis-cli", ["-p", "\(port)"] + login + command)
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}
