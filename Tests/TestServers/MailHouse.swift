import Synchronization

/// Dovecot, Postfix, PostgreSQL and Redis, started once per test process and shared by its suites.
///
/// Every test takes fresh accounts, a fresh database and a fresh key prefix, so suites may run side by side.
/// A test that stops, pauses or kills a server starts one of its own.
public final class MailHouse: Sendable {
    /// The mail store of all accounts, ours and the outside's.
    public let dovecot: Dovecot
    /// The mail server in front of it.
    public let postfix: Postfix
    /// The database server.
    public let postgres: PostgresServer
    /// The Redis.
    public let redis: RedisServer
    private let numbers = Mutex<Int>(0)

    private init(dovecot: Dovecot, postfix: Postfix, postgres: PostgresServer, redis: RedisServer) {
        self.dovecot = dovecot
        self.postfix = postfix
        self.postgres = postgres
        self.redis = redis
    }

    /// The house of this process; the first caller starts it, and all wait for the same start.
    public static func shared() async throws -> MailHouse {
        try await opening.value
    }

    // Unstructured because no single test owns it: it lives as long as the process.
    private static let opening = Task {
        async let mail = startMail()
        async let postgres = PostgresServer.start()
        async let redis = RedisServer.start()
        let (dovecot, postfix) = try await mail
        return try await MailHouse(dovecot: dovecot, postfix: postfix, postgres: postgres, redis: redis)
    }

    private static func startMail() async throws -> (Dovecot, Postfix) {
        let dovecot = try await Dovecot.start()
        return (dovecot, try await Postfix.start(with: dovecot))
    }

    /// A new account of ours, such as `team7@mosaic.test`, with empty mailboxes: IMAP at `dovecot`, submission at `postfix`.
    public func account() async throws -> MailAccount {
        try await open(MailAccount("team\(next())@mosaic.test"))
    }

    /// A new correspondent outside, such as `creator8@creators.example`, whose mailbox can be read.
    public func creator() async throws -> MailAccount {
        try await open(MailAccount("creator\(next())@creators.example"))
    }

    /// The URL of a fresh, empty database.
    public func database() async throws -> String { try await postgres.createDatabase() }

    /// A Redis key prefix nobody else has, such as `test9:`.
    public func keyPrefix() -> String { "test\(next()):" }

    private func open(_ account: MailAccount) async throws -> MailAccount {
        try dovecot.add([account])
        try await postfix.add([account])
        return account
    }

    private func next() -> Int {
        numbers.withLock {
            $0 += 1
            return $0
        }
    }
}
