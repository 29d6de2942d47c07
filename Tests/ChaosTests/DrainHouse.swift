import Foundation
import PostOffice
import TestServers
import Testing
import Timing

/// Servers of their own, and for each run three new mailboxes full of replies.
struct DrainHouse: Sendable {
    let mails: Int
    private let sends: Bool
    private let dovecot: Dovecot
    private let postgres: PostgresServer
    private let redis: RedisServer
    private let folder: String

    /// Of a hundred replies, so many want to hear more: as in the figures of the seed.
    private static let interested = 43
    private static let texts = [
        "Yes, I'm interested! I'd love to collaborate, tell me more.", "No thanks, not interested.",
        "Please remove me from your list.", "Sure, my WhatsApp is +34 612 345 678. Call me any time.",
        "What exactly would I have to do, and what do you pay?",
    ]

    static func open(mails: Int, sends: Bool) async throws -> DrainHouse {
        let dovecot = try await Dovecot.start()
        async let postgres = PostgresServer.start(settings: ["fsync": "on", "full_page_writes": "on"])
        async let redis = RedisServer.start()
        return try await DrainHouse(
            mails: mails, sends: sends, dovecot: dovecot, postgres: postgres, redis: redis,
            folder: RunFolder.fresh("drain"))
    }

    func close() async throws {
        try await redis.stop()
        try await postgres.stop()
        try await dovecot.stop()
    }

    // MARK: Mail

    private func accounts(_ run: String) throws -> [MailAccount] {
        let accounts = (1...3).map { MailAccount("\(run)-\($0)@mosaic.test") }
        try dovecot.add(accounts)
        return accounts
    }

    private var expectedAnswers: Int { (0..<mails).count { $0 % 100 < Self.interested } }

    private func outreach(_ number: Int, from account: MailAccount) -> MailText {
        MailText(
            from: Person("Mosaic Team", account.address),
            to: [Person("Creator \(number)", "creator\(number)@creators.example")],
            subject: "Working together \(number)",
            messageID: "outreach-\(number).\(account.address)", date: SystemWallClock().now, body: .plain(Self.offer))
    }

    private static let offer = """
        Hi,

        we love what you make and would like to send you our new collection. Would you be interested in working with us? If
        so, please tell us your WhatsApp number and where we may ship to.

        Best wishes
        The Mosaic Team
        """

    private func reply(_ number: Int, to account: MailAccount) -> MailText {
        let original = outreach(number, from: account)
        let author = Person("Creator \(number)", "creator\(number)@creators.example")
        let text = number % 100 < Self.interested ? Self.texts[0] : Self.texts[1 + number % (Self.texts.count - 1)]
        let style = ReplyStyle.allCases[number % ReplyStyle.allCases.count]
        let now = SystemWallClock().now
        return WrittenReply(to: original.bytes, of: now, by: author, saying: text, style: style)
            .mail(messageID: "reply-\(number).\(account.address)", date: now)
    }

    /// Puts mails into a Maildir as they would lie there after their delivery.
    private func lay(_ mails: [MailText], into mailbox: String, of account: MailAccount) throws {
        let manager = FileManager.default
        let home = try manager.attributesOfItem(atPath: dovecot.home(of: account))
        let rights = home.filter { [.ownerAccountID, .groupOwnerAccountID].contains($0.key) }
        let maildir = dovecot.home(of: account) + "/Maildir"
        let folder = mailbox == "INBOX" ? maildir : "\(maildir)/.\(mailbox)"
        for path in [maildir, folder] + ["/cur", "/new", "/tmp"].map({ folder + $0 })
        where !manager.fileExists(atPath: path) {
            try manager.createDirectory(atPath: path, withIntermediateDirectories: false, attributes: rights)
        }
        let second = SystemWallClock().now.secondsSince1970
        for (number, mail) in mails.enumerated() {
            let path = "\(folder)/new/\(second).\(number)_drain.test"
            try #require(manager.createFile(atPath: path, contents: Data(mail.bytes), attributes: rights))
        }
    }

    private func numbers(of account: Int) -> [Int] { (0..<mails).filter { $0 % 3 == account } }

    private func layOutreach(_ accounts: [MailAccount]) throws {
        for (index, account) in accounts.enumerated() {
            try lay(numbers(of: index).map { outreach($0, from: account) }, into: "Sent", of: account)
        }
    }

    private func layReplies(_ accounts: [MailAccount]) throws {
        for (index, account) in accounts.enumerated() {
            try lay(numbers(of: index).map { reply($0, to: account) }, into: "INBOX", of: account)
        }
    }

    /// A server that takes all mail of these accounts.
    private func sink(_ accounts: [MailAccount]) async throws -> (PostOffice, SubmissionServer) {
        var world = MailWorld(style: .plain, filesSubmissionsInSent: false)
        for account in accounts { world.addUser(account.address, password: account.password) }
        let office = PostOffice(world)
        return (office, try await SubmissionServer.open(for: office))
    }

    // MARK: Mosaic

    func drainByMosaic(_ run: String) async throws -> DrainResult {
        let accounts = try accounts(run)
        let (office, smtp) = try await sink(accounts)
        let database = try await postgres.createDatabase()
        try layOutreach(accounts)
        let program = try start(run, accounts, database, smtp.port)
        try await eventually("the inboxes have their baselines") {
            await asked("SELECT COUNT(*) FROM mailbox_cursors WHERE role = 'inbox' AND uidvalidity <> 0", database)
                == 3
        }
        // It stands still while its mailboxes are filled, so that all of the mail is there when it begins.
        program.pause()
        try layReplies(accounts)
        let before = (program.processorTime, postgres.processorTime, dovecot.processorTime)
        let start = SystemWallClock().now
        program.resume()
        let answers = sends ? expectedAnswers : 0
        try await eventually("all is drained") {
            let decided = "SELECT COUNT(*) FROM messages WHERE direction = 'inbound' AND state = 'decided'"
            return await asked(decided, database) == mails && office.read { $0.accepted.count } == answers
        }
        let last = await asked(
            "SELECT (EXTRACT(EPOCH FROM MAX(decided_at)) * 1000)::bigint FROM messages", database)
        let ended = max(
            Timestamp(microsecondsSince1970: Int64(last) * 1_000), office.read { $0.accepted.last?.acceptedAt } ?? start
        )
        let result = DrainResult(
            mails: mails, seconds: (ended - start) / .seconds(1), own: program.processorTime - before.0,
            database: postgres.processorTime - before.1, mailboxes: dovecot.processorTime - before.2)
        try await check(database, office)
        try await program.stop()
        await smtp.close()
        return result
    }

    /// A fast run with wrong results is worth nothing.
    private func check(_ database: String, _ office: PostOffice) async throws {
        let wanted = "SELECT COUNT(*) FROM messages WHERE intent = 'INTERESTED'"
        #expect(await asked(wanted, database) == expectedAnswers)
        let recipients = office.read { $0.accepted.map(\.recipient) }
        #expect(Set(recipients).count == recipients.count, "nobody got two mails")
        guard sends else { return }
        #expect(recipients.count == expectedAnswers)
        #expect(await asked("SELECT COUNT(*) FROM outbox WHERE state = 'sent'", database) == expectedAnswers)
    }

    private func start(_ run: String, _ accounts: [MailAccount], _ database: String, _ smtp: Int) throws -> ProgramRun {
        var environment = [
            "IMAP_SERVER": "127.0.0.1", "IMAP_PORT": "\(dovecot.imapPort)", "IMAP_SECURITY": "none",
            "SMTP_SERVER": "127.0.0.1", "SMTP_PORT": "\(smtp)", "SMTP_SECURITY": "none", "DATABASE_URL": database,
            "REDIS_URL": redis.url, "DEBOUNCE_SECONDS": "0s", "RATE_LIMIT_PER_DAY": "100000",
            "SEND_BURST_PER_MINUTE": "1000000", "OUTREACH": "all", "DRY_RUN": "\(!sends)",
            "LOG_FILE": "\(folder)/\(run).log", "HOME": folder,
        ]
        for (index, account) in accounts.enumerated() {
            environment["GMAIL_ACCOUNT_\(index + 1)_EMAIL"] = account.address
            environment["GMAIL_ACCOUNT_\(index + 1)_PASSWORD"] = account.password
        }
        return try ProgramRun(
            MosaicBinary.path, ["run", "--env", folder + "/none.env"], environment: environment,
            output: "\(folder)/\(run).out")
    }

    // MARK: Python

    func drainByPython(_ run: String, _ python: String) async throws -> DrainResult {
        let accounts = try accounts(run)
        let (office, smtp) = try await sink(accounts)
        let database = try await postgres.createDatabase()
        try layOutreach(accounts)
        try layReplies(accounts)
        let before = (postgres.processorTime, dovecot.processorTime)
        let output = "\(folder)/\(run).json"
        let program = try ProgramRun(
            python, ["Tests/Benchmarks/python/drain.py", try task(accounts, database, smtp.port)], output: output)
        try await eventually("Python is done") { program.hasEnded }
        let text = try ReadFile.text(output)
        let line = text.split(separator: "\n").last { $0.hasPrefix("{") }
        let told = try JSONDecoder().decode(Told.self, from: Data((try #require(line, "\(text)")).utf8))
        #expect(told.mails == mails)
        #expect(told.interested == expectedAnswers)
        #expect(office.read { $0.accepted.count } == (sends ? expectedAnswers : 0))
        await smtp.close()
        return DrainResult(
            mails: mails, seconds: told.seconds, own: told.processor, database: postgres.processorTime - before.0,
            mailboxes: dovecot.processorTime - before.1)
    }

    private struct Told: Decodable {
        let mails: Int
        let interested: Int
        let seconds: Double
        let processor: Double
    }

    private func task(_ accounts: [MailAccount], _ database: String, _ smtp: Int) throws -> String {
        let task: [String: Any] = [
            "accounts": accounts.map(\.address), "password": accounts[0].password, "imap": Int(dovecot.imapPort),
            "smtp": smtp, "database": database, "redis": redis.url, "sends": sends,
        ]
        return String(decoding: try JSONSerialization.data(withJSONObject: task), as: UTF8.self)
    }

    // MARK: Waiting

    /// -1 where there is no answer, as before the tables are made.
    private func asked(_ question: String, _ database: String) async -> Int {
        let name = database.split(separator: "/").last.map(String.init) ?? ""
        return Int((try? await postgres.psql(question, in: name)) ?? "") ?? -1
    }

    private func eventually(_ what: String, _ isSo: () async throws -> Bool) async throws {
        let start = ContinuousClock.now
        while try await !isSo() {
            try #require(start.duration(to: .now) < .seconds(600), "\(what)")
            try await Task.sleep(for: .seconds(1))
        }
    }
}
