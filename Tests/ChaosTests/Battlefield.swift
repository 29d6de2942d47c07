import Synchronization
import TestServers
import Timing

@testable import Engine

/// Real servers, two accounts of ours, and as many creators as a run needs; each creator got one outreach.
final class Battlefield: Sendable {
    let dovecot: Dovecot
    let postfix: Postfix
    let postgres: PostgresServer
    let redis: RedisServer
    let database: String
    let teams: [MailAccount]
    let creators: [MailAccount]
    let folder: String
    /// Variables of every start.
    private let standing: [String: String]
    private let nextCreator = Mutex(0)
    private let written = Mutex<[SentReply]>([])

    /// A reply that a creator wrote.
    struct SentReply: Sendable {
        let creator: Int
        let id: String
        let isRefusal: Bool
        /// Mails in the creator's mailbox when a refusal was handed over.
        let receivedBefore: Int
    }

    /// - Parameters:
    ///   - settings: lines added to Dovecot's configuration.
    ///   - database: lines of postgresql.conf that replace ours.
    ///   - changes: variables that replace ours at every start.
    static func open(
        creators count: Int, settings: [String] = [], database: [String: String] = [:], changes: [String: String] = [:]
    ) async throws -> Battlefield {
        let dovecot = try await Dovecot.start(settings: settings)
        async let postfix = Postfix.start(with: dovecot)
        async let postgres = PostgresServer.start(settings: database)
        async let redis = RedisServer.start()
        let teams = (1...2).map { MailAccount("team\($0)@mosaic.test") }
        let creators = (0..<count).map { MailAccount("creator\($0)@creators.example") }
        let field = try await Battlefield(
            dovecot: dovecot, postfix: postfix, postgres: postgres, redis: redis,
            database: postgres.createDatabase(), teams: teams, creators: creators, folder: RunFolder.fresh("chaos"),
            standing: changes)
        try dovecot.add(teams + creators)
        try await field.postfix.add(teams + creators)
        for number in creators.indices { try await field.fileOutreach(number) }
        return field
    }

    private init(
        dovecot: Dovecot, postfix: Postfix, postgres: PostgresServer, redis: RedisServer, database: String,
        teams: [MailAccount], creators: [MailAccount], folder: String, standing: [String: String]
    ) {
        self.dovecot = dovecot
        self.postfix = postfix
        self.postgres = postgres
        self.redis = redis
        self.database = database
        self.teams = teams
        self.creators = creators
        self.folder = folder
        self.standing = standing
    }

    func close() async throws {
        try await redis.stop()
        try await postgres.stop()
        try await postfix.stop()
        try await dovecot.stop()
    }

    // MARK: People

    func team(of creator: Int) -> MailAccount { teams[creator % teams.count] }

    static func outreachID(_ creator: Int) -> String { "outreach-\(creator)@mosaic.test" }

    private func fileOutreach(_ creator: Int) async throws {
        let mail = """
            From: Team <\(team(of: creator).address)>
            To: \(creators[creator].address)
            Subject: Collaboration \(creator)
            Message-ID: <\(Self.outreachID(creator))>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8

            Would you like to try our product in a video?

            """
        try await dovecot.append(mail, to: "Sent", of: team(of: creator), flags: ["\\Seen"])
    }

    /// The next creator is interested. False when all are.
    @discardableResult
    func nextReply() async throws -> Bool {
        let creator = nextCreator.withLock { next in
            defer { next += 1 }
            return next
        }
        guard creator < creators.count else { return false }
        try await reply(creator, "Yes, I'm interested! I'd love to collaborate, tell me more.")
        return true
    }

    /// A creator who was interested some replies ago declines.
    func refusal(_ creator: Int) async throws {
        let received = try await dovecot.messages(of: creators[creator]).count
        try await reply(creator, "No thanks, I'm not interested any more.", isRefusal: true, receivedBefore: received)
    }

    private func reply(_ creator: Int, _ text: String, isRefusal: Bool = false, receivedBefore: Int = 0) async throws {
        let id = "reply-\(creator)-\(isRefusal ? "no" : "yes")@creators.example"
        let mail = """
            From: \(creators[creator].address)
            To: \(team(of: creator).address)
            Subject: Re: Collaboration \(creator)
            Message-ID: <\(id)>
            In-Reply-To: <\(Self.outreachID(creator))>
            References: <\(Self.outreachID(creator))>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8

            \(text)

            """
        try await dovecot.deliver(mail, to: team(of: creator), from: creators[creator].address)
        let sent = SentReply(creator: creator, id: id, isRefusal: isRefusal, receivedBefore: receivedBefore)
        written.withLock { $0.append(sent) }
    }

    /// Every reply that was handed over, oldest first.
    var replies: [SentReply] { written.withLock { $0 } }

    // MARK: The program

    /// Starts `mosaic run` on this field.
    ///
    /// - Parameters:
    ///   - failpoint: where it dies, at the given pass.
    ///   - accounts: the mailboxes it watches; all of ours where absent.
    ///   - database: another one than the field's own, for a second installation.
    ///   - changes: variables that replace ours.
    ///   - binary: another build of the program, such as the release before.
    func start(
        failpoint: Failpoint? = nil, pass: Int = 1, accounts: [MailAccount]? = nil, database: String? = nil,
        changes: [String: String] = [:], binary: String = MosaicBinary.path
    ) throws -> ProgramRun {
        var environment = [
            "IMAP_SERVER": "127.0.0.1", "IMAP_PORT": "\(dovecot.imapsPort)", "IMAP_SECURITY": "tls",
            "SMTP_SERVER": "127.0.0.1", "SMTP_PORT": "\(postfix.submissionPort)", "SMTP_SECURITY": "starttls",
            "TLS_CA_FILE": dovecot.caFile, "DATABASE_URL": database ?? self.database, "REDIS_URL": redis.url,
            "POLLING_INTERVAL": "2", "DEBOUNCE_SECONDS": "200ms", "FOLLOWUP_STAGE_2_DELAY": "2s",
            "FOLLOWUP_STAGE_3_DELAY": "2s", "IN_DOUBT_GRACE": "3s", "RATE_LIMIT_PER_DAY": "100000",
            "LOG_FILE": folder + "/application.log", "HOME": folder, "OUTREACH": "all",
        ]
        for (index, team) in (accounts ?? teams).enumerated() {
            environment["GMAIL_ACCOUNT_\(index + 1)_EMAIL"] = team.address
            environment["GMAIL_ACCOUNT_\(index + 1)_PASSWORD"] = team.password
        }
        environment["MOSAIC_FAILPOINT"] = failpoint.map { "\($0.rawValue):\(pass)" }
        return try ProgramRun(
            binary, ["run", "--env", folder + "/none.env"],
            environment: environment.merging(standing) { $1 }.merging(changes) { $1 }, output: folder + "/output.log")
    }

    /// Waits, for half a minute at most, until each of our inboxes has its baseline.
    func untilArmed(_ program: ProgramRun) async throws {
        for _ in 0..<60 {
            try await program.ends(within: 0.5)
            let armed = (try? await rows("SELECT 1 FROM mailbox_cursors WHERE role = 'inbox'").count) ?? 0
            if armed == teams.count { return }
        }
    }

    /// Rows of a query, columns parted by `|`.
    func rows(_ sql: String, in other: String? = nil) async throws -> [String] {
        let name = (other ?? database).split(separator: "/").last.map(String.init) ?? ""
        return try await postgres.psql(sql, in: name).split(separator: "\n").map(String.init)
    }
}
