import PostOffice
import Synchronization
import TestServers
import Timing

@testable import Engine

/// Two accounts of ours at a post office of this process, which counts for itself what reaches whom, and creators who each got one
/// outreach and answer in turn.
final class TrialField: Sendable {
    static let teams = ["team1@mosaic.test", "team2@mosaic.test"]
    static let password = "secret"

    let creators: Int
    private let servers: LoopbackPostOffice
    private let postgres: PostgresServer
    private let database: String
    private let folder: String
    private let next = Mutex(0)

    static func open(creators: Int) async throws -> TrialField {
        var world = MailWorld(style: .plain, filesSubmissionsInSent: true)
        for team in teams { world.addUser(team, password: password) }
        // A token names whom it belongs to, and what makes it another one than the last.
        world.userOfToken = { String($0.prefix { $0 != "/" }) }
        let office = PostOffice(world)
        for number in 0..<creators {
            try office.append(outreach(number), to: .sent, of: team(of: number), flags: [.seen])
        }
        let postgres = try await PostgresServer.start()
        return try await TrialField(
            servers: LoopbackPostOffice.open(office, groq: GroqOptions(apiKey: "none") { _ in .completion("") }),
            postgres: postgres, database: postgres.createDatabase(), folder: RunFolder.fresh("trial"),
            creators: creators)
    }

    private init(
        servers: LoopbackPostOffice, postgres: PostgresServer, database: String, folder: String, creators: Int
    ) {
        self.servers = servers
        self.postgres = postgres
        self.database = database
        self.folder = folder
        self.creators = creators
    }

    func close() async throws {
        await servers.close()
        try await postgres.stop()
    }

    var office: PostOffice { servers.office }
    var smtp: SubmissionServer { servers.smtp }

    // MARK: People

    /// Creators who have answered.
    var answered: Int { min(next.withLock(\.self), creators) }

    /// The next creator is interested; nothing happens once all are.
    func answer() throws {
        let number = next.withLock { next in
            defer { next += 1 }
            return next
        }
        guard number < creators else { return }
        try office.deliver(Self.reply(number), to: Self.team(of: number))
    }

    private static func team(of creator: Int) -> String { teams[creator % teams.count] }

    private static func outreach(_ number: Int) -> [UInt8] {
        mail(
            [
                "From: Team <\(team(of: number))>", "To: creator\(number)@creators.example",
                "Subject: Collaboration \(number)",
                "Message-ID: <outreach-\(number)@mosaic.test>",
            ],
            "Would you like to try our product in a video?")
    }

    private static func reply(_ number: Int) -> [UInt8] {
        mail(
            [
                "From: creator\(number)@creators.example", "To: \(team(of: number))",
                "Subject: Re: Collaboration \(number)",
                "Message-ID: <reply-\(number)@creators.example>", "In-Reply-To: <outreach-\(number)@mosaic.test>",
                "References: <outreach-\(number)@mosaic.test>",
            ],
            "Yes, I'm interested! I'd love to collaborate, tell me more.")
    }

    private static func mail(_ header: [String], _ text: String) -> [UInt8] {
        let rest = ["MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "", text, ""]
        return Array((header + rest).joined(separator: "\r\n").utf8)
    }

    // MARK: The program

    /// Starts `mosaic run` with this way out.
    ///
    /// - Parameter failpoint: where it dies, at the given pass.
    func start(_ way: TrialWay, failpoint: Failpoint? = nil, pass: Int = 1) throws -> ProgramRun {
        var environment = [
            "IMAP_SERVER": "127.0.0.1", "IMAP_PORT": "\(servers.imap.port)", "IMAP_SECURITY": "none",
            "SMTP_SERVER": "127.0.0.1", "SMTP_PORT": "\(smtp.port)", "SMTP_SECURITY": "none",
            "DATABASE_URL": database, "POLLING_INTERVAL": "2", "DEBOUNCE_SECONDS": "200ms",
            "FOLLOWUP_STAGE_2_DELAY": "1s", "FOLLOWUP_STAGE_3_DELAY": "1s", "IN_DOUBT_GRACE": "3s",
            "RATE_LIMIT_PER_DAY": "100000", "SEND_BURST_PER_MINUTE": "100000", "OUTREACH": "all",
            "LOG_FILE": folder + "/application.log", "HOME": folder,
        ]
        for (index, team) in Self.teams.enumerated() {
            environment["GMAIL_ACCOUNT_\(index + 1)_EMAIL"] = team
            environment["GMAIL_ACCOUNT_\(index + 1)_PASSWORD"] = Self.password
        }
        environment["MOSAIC_FAILPOINT"] = failpoint.map { "\($0.rawValue):\(pass)" }
        return try ProgramRun(
            MosaicBinary.path, ["run", "--env", folder + "/none.env"],
            environment: environment.merging(way.settings) { $1 }.filter { !$0.value.isEmpty },
            output: folder + "/output.log")
    }

    /// Rows of a query, columns parted by `|`.
    func rows(_ sql: String) async throws -> [String] {
        let name = database.split(separator: "/").last.map(String.init) ?? ""
        return try await postgres.psql(sql, in: name).split(separator: "\n").map(String.init)
    }

    /// Accounts and mails wait after a failure; the trial is not about how long.
    func unblock() async throws {
        _ = try await rows("UPDATE accounts SET blocked_until = NULL, failures = 0")
        _ = try await rows("UPDATE outbox SET due_at = now() WHERE state = 'planned' AND due_at > now()")
        _ = try await rows("UPDATE mailbox_actions SET due_at = now() WHERE state = 'pending' AND due_at > now()")
    }
}
