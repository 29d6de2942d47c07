import Glibc
import Synchronization

/// A PostgreSQL cluster of our own on loopback, with one database per test.
///
/// It runs as the user `postgres` when we are root, without fsync: it survives `kill()`, not a power cut of the machine.
public final class PostgresServer: Sendable {
    /// Its TCP port on 127.0.0.1.
    public let port: UInt16
    /// The role the tests log in with: may create databases, is no superuser.
    public let role = "mosaic"
    /// The role's password; asked for over TCP (SCRAM-SHA-256).
    public let password = "only-for-tests"
    private let folder: String
    private let process: ServerProcess
    private let databases = Mutex<Int>(0)

    private init(port: UInt16, folder: String, process: ServerProcess) {
        self.port = port
        self.folder = folder
        self.process = process
    }

    /// `postgresql://mosaic:…@127.0.0.1:port/mosaic`, a database that every test of the process shares.
    public var url: String { url(database: "mosaic") }

    /// The URL of a database of this cluster.
    public func url(database: String) -> String {
        "postgresql://\(role):\(password)@127.0.0.1:\(port)/\(database)"
    }

    /// Makes a cluster, starts it, and creates the role and its first database.
    /// - Parameter settings: lines of postgresql.conf that replace ours, such as `["max_connections": "20"]`.
    public static func start(settings: [String: String] = [:]) async throws -> PostgresServer {
        let binaries = try newestBinaries()
        let folder = try RunFolder.fresh("postgres")
        let port = try FreePort.next()
        try Files.makeFolder(folder, owner: try SystemUser(named: "postgres"))
        try await run(
            binaries + "/initdb",
            [
                "--no-sync", "--username=postgres", "--auth-local=trust", "--auth-host=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C.UTF-8", "--pgdata=\(folder)/data",
            ], user: "postgres")
        let lines = standardSettings(port: port, folder: folder).merging(settings) { $1 }
        let program = Program(
            executable: binaries + "/postgres",
            arguments: ["-D", folder + "/data"] + lines.flatMap { ["-c", "\($0)=\($1)"] }, user: "postgres")
        let server = PostgresServer(
            port: port, folder: folder, process: ServerProcess("postgres", program, log: folder + "/log"))
        try await server.start()
        try await server.psql("CREATE ROLE \(server.role) LOGIN CREATEDB PASSWORD '\(server.password)'", in: "postgres")
        try await server.psql("CREATE DATABASE mosaic OWNER \(server.role)", in: "postgres")
        return server
    }

    /// Starts it again with the same data and port after `stop` or `kill`; ready when it answers a query.
    public func start() async throws {
        try await process.start { [port, folder] in
            guard accepts(port) else { return false }
            // The last line of the file is "ready" once recovery is done (miscadmin.h, PM_STATUS_READY).
            return Files.tail(folder + "/data/postmaster.pid").contains("ready")
        }
    }

    /// Ends it in order: running transactions are rolled back, connections closed (fast shutdown).
    public func stop() async throws { try await process.stop(SIGINT) }

    /// Ends the postmaster and all its backends with SIGKILL.
    public func kill() async throws { try await process.kill9() }

    /// Ends it in order and starts it again.
    public func restart() async throws {
        try await stop()
        try await start()
    }

    /// Freezes it: connections stay open and nobody answers.
    public func pause() { process.pause() }

    /// Lets a frozen server go on.
    public func resume() { process.resume() }

    /// A fresh, empty database owned by the role.
    /// - Returns: its URL.
    public func createDatabase() async throws -> String {
        let number = databases.withLock {
            $0 += 1
            return $0
        }
        let name = "test_\(number)"
        try await psql("CREATE DATABASE \(name) OWNER \(role)", in: "postgres")
        return url(database: name)
    }

    /// Removes a database of `createDatabase()` and ends its sessions.
    public func dropDatabase(_ url: String) async throws {
        let name = url.split(separator: "/").last ?? ""
        try await psql("DROP DATABASE IF EXISTS \"\(name)\" WITH (FORCE)", in: "postgres")
    }

    /// Runs SQL as the superuser.
    /// - Returns: rows as lines, columns parted by `|`, without headings.
    @discardableResult
    public func psql(_ sql: String, in database: String = "mosaic") async throws -> String {
        let text = try await run(
            "/usr/bin/psql",
            [
                "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", folder, "-p", "\(port)", "-U", "postgres", "-d",
                database,
                "-c", sql,
            ])
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }

    /// Processor time of all of its processes so far, in seconds.
    public var processorTime: Double { process.processorTime }

    /// The server's log so far.
    public func logText() throws -> String { try Files.text(process.log) }

    private static func standardSettings(port: UInt16, folder: String) -> [String: String] {
        [
            "listen_addresses": "127.0.0.1", "port": "\(port)", "unix_socket_directories": folder,
            "fsync": "off", "full_page_writes": "off", "max_connections": "200", "shared_buffers": "32MB",
            "timezone": "UTC", "log_timezone": "UTC", "jit": "off",
        ]
    }

    private static func newestBinaries() throws -> String {
        let versions = Files.names(in: "/usr/lib/postgresql").compactMap { Int($0) }
        guard let newest = versions.max() else { throw TestServerError("PostgreSQL is missing; run .ci/setup --tests") }
        return "/usr/lib/postgresql/\(newest)/bin"
    }
}
