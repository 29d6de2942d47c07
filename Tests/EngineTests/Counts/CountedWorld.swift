import Correspondence
import Database
import Glibc
import PostOffice
import Postgres
import Settings
import Storage
import Testing
import Timing

import class TestServers.PostgresServer
import func TestServers.crlf

/// Accounts in a post office on loopback over a PostgreSQL of their own, with everything counted that goes to the database.
struct CountedWorld: Sendable {
    private static let password = "secret"
    /// Whether each statement is printed, to see what a count is made of.
    private static let isTold = getenv("MOSAIC_COUNT_STATEMENTS") != nil
    private let teams: [String]
    private let office: PostOffice
    private let imap: IMAPServer
    private let smtp: SubmissionServer
    private let postgres: PostgresServer
    private let letters: [Letter]
    let database: PostgresDatabase
    let settings: MosaicSettings

    /// - Parameter letters: how many creators were written to, by the accounts in turn.
    static func open(accounts: Int, letters: Int) async throws -> CountedWorld {
        var world = MailWorld(style: .plain, filesSubmissionsInSent: true)
        let teams = (1...accounts).map { "team\($0)@mosaic.test" }
        for team in teams { world.addUser(team, password: password) }
        let office = PostOffice(world)
        let imap = try await IMAPServer.open(for: office)
        let smtp = try await SubmissionServer.open(for: office)
        let postgres = try await PostgresServer.start(settings: isTold ? ["log_statement": "all"] : [:])
        return try await CountedWorld(teams, letters, office, imap, smtp, postgres)
    }

    private init(
        _ teams: [String], _ count: Int, _ office: PostOffice, _ imap: IMAPServer, _ smtp: SubmissionServer,
        _ postgres: PostgresServer
    ) async throws {
        (self.teams, self.office, self.imap, self.smtp, self.postgres) = (teams, office, imap, smtp, postgres)
        letters = (0..<count).map { number in
            Letter(
                from: teams[number % teams.count], to: ["creator\(number)@creators.example"],
                subject: "Collaboration \(number)", id: "outreach-\(number)@mosaic.test",
                text: "Hi,\n\nwould you like to?")
        }
        for letter in letters { try office.append(crlf(letter.bytes), to: .sent, of: letter.from, flags: [.seen]) }
        database = PostgresDatabase(PostgresConfiguration(url: postgres.url), clock: SystemWallClock())
        try await Migrator(database, Migration.embedded(for: .postgres)).migrate(buildingIndexes: true)
        let accounts = teams.compactMap { team in
            EmailAddress(team).map {
                AccountSettings(
                    address: $0, password: Secret(Self.password),
                    imap: ServerAddress(host: "127.0.0.1", port: imap.port, security: .none),
                    smtp: ServerAddress(host: "127.0.0.1", port: smtp.port, security: .none))
            }
        }
        settings = MosaicSettings(
            accounts: accounts, database: .sqlite(path: ":memory:"), pollingInterval: .seconds(60),
            debounce: .milliseconds(100), secondMailDelay: .seconds(86_400), thirdMailDelay: .seconds(86_400))
    }

    /// Every creator answers, all at once; what they say repeats.
    func reply(with texts: [String]) throws {
        let now = SystemWallClock().now
        let replies = letters.enumerated().map { number, letter in
            (letter.from, crlf(letter.reply(texts[number % texts.count], id: "reply-\(number)@creators.example").bytes))
        }
        try office.change { world throws(PostOfficeError) in
            for (team, reply) in replies { _ = try world.deliver(reply, to: team, into: .inbox, at: now) }
        }
    }

    /// Mails that the server took.
    var accepted: Int { office.read { $0.accepted.count } }

    /// Waits until every reply is decided and nothing is left to be done now.
    func settled(acting: Bool) async throws {
        let open = """
            SELECT (SELECT count(*) FROM messages WHERE direction = 'inbound' AND state = 'decided') = \(letters.count)
              AND NOT EXISTS (SELECT 1 FROM email_threads WHERE decide_after IS NOT NULL)
              AND (NOT \(acting) OR (NOT EXISTS (SELECT 1 FROM mailbox_actions WHERE state = 'pending')
                AND NOT EXISTS (SELECT 1 FROM outbox WHERE state IN ('claimed', 'in_doubt')
                    OR (state = 'planned' AND due_at <= now()))))
            """
        _ = try await eventually("all is settled", within: .seconds(240), every: .milliseconds(250)) {
            try await postgres.psql(open) == "t" ? true : nil
        }
    }

    /// What `body` cost.
    func cost(of body: () async throws -> Void) async throws -> Cost {
        let number = try await nextTransaction()
        let (traffic, asked) = (database.traffic, imap.traffic)
        let told = Self.isTold ? try postgres.logText().utf8.count : 0
        try await body()
        let cost = (database.traffic - traffic, imap.traffic - asked)
        if Self.isTold { print(String(decoding: Array(try postgres.logText().utf8.dropFirst(told)), as: UTF8.self)) }
        return Cost(traffic: cost.0, mailboxes: cost.1, writes: try await nextTransaction() - number)
    }

    /// Only transactions that write take a number.
    private func nextTransaction() async throws -> Int {
        Int(try await postgres.psql("SELECT pg_snapshot_xmax(pg_current_snapshot())")) ?? 0
    }

    func close() async throws {
        await database.close()
        await smtp.close()
        await imap.close()
        try await postgres.stop()
    }
}

/// What something cost in the database and at the IMAP server.
struct Cost: Sendable, CustomStringConvertible {
    let roundTrips: Double
    let statements: Double
    let transactions: Double
    /// Transactions that wrote, each of which a commit makes durable.
    let writes: Double
    /// Round trips to the mailboxes, and the commands in them.
    let looks: Double
    let commands: Double

    init(traffic: PostgresTraffic, mailboxes: IMAPTraffic, writes: Int) {
        roundTrips = Double(traffic.roundTrips)
        statements = Double(traffic.statements)
        transactions = Double(traffic.transactions)
        self.writes = Double(writes)
        looks = Double(mailboxes.roundTrips)
        commands = Double(mailboxes.lines)
    }

    private init(_ cost: Cost, dividedBy pieces: Double) {
        roundTrips = cost.roundTrips / pieces
        statements = cost.statements / pieces
        transactions = cost.transactions / pieces
        writes = cost.writes / pieces
        looks = cost.looks / pieces
        commands = cost.commands / pieces
    }

    /// For each of `pieces`.
    func each(of pieces: Int) -> Cost { Cost(self, dividedBy: Double(pieces)) }

    var description: String {
        let figures = [("round trips", roundTrips), ("statements", statements), ("transactions", transactions)]
        let others = [("writing", writes), ("IMAP round trips", looks), ("IMAP commands", commands)]
        return (figures + others).map { "\($0.0) \(($0.1 * 100).rounded() / 100)" }.joined(
            separator: ", ")
    }
}
