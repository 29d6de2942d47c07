import Correspondence
import Database
import Outreach
import Settings
import Storage
import TestServers
import Testing
import Timing

@testable import Operations

@Suite struct CopyTests {
    private static let server = Task { try await PostgresServer.start() }

    /// A SQLite file with a conversation, its mails, a campaign with leads, alerts and rows of every type, and nobody at work on it.
    private static func filled() async throws -> DatabaseLocation {
        let location = DatabaseLocation.sqlite(path: "\(try TemporaryFile.folder())/m.db")
        _ = try await SchemaReport.migrating(location)
        try await location.withStore { store in
            _ = try await store.instance.secret(orElse: [0, 1, 255])
            let desk = try await Desk.filling(store, saying: "Yes, I'm interested! ✓ \u{1F600}")
            _ = try await desk.beginSequence()
            let draft = CampaignDraft(
                name: "spring", rules: CampaignRules(), senders: [CampaignDraft.Sender(Desk.team)],
                steps: [
                    CampaignDraft.Step(name: "intro", delay: .after(.zero), subject: "Hi", text: "Hello {{ name }}")
                ])
            _ = try await store.campaigns.apply(draft)
        }
        try await location.withDatabase { database, _ in
            try await database.transaction { session in
                // Values that the two databases write differently.
                try await session.execute(
                    """
                    INSERT INTO contacts (id, address, custom_fields, created_at)
                    VALUES (9000000000, 'far@creators.example', '{"note": "a \\"word\\""}', \(Timestamp(microsecondsSince1970: 1)))
                    """)
                try await session.execute("DELETE FROM leases")
                try await session.execute(
                    """
                    INSERT INTO account_judgements (account_id, subject, verdict, at)
                    SELECT id, 'mail 1', 'draft_sent', \(SQL.now) FROM accounts
                    """)
                try await session.execute("DELETE FROM account_judgements")
            }
        }
        return location
    }

    private static func fresh() async throws -> DatabaseLocation {
        .postgres(Secret(try await server.value.createDatabase()))
    }

    /// Every row of a table as text, in the words of one database.
    private static func rows(of table: String, in database: any SQLDatabase) async throws -> [String] {
        try await database.read { session in
            try await session.query("SELECT * FROM \(raw: table)").map { row in
                try row.columnNames.sorted().map { "\($0)=\(try row.plain($0))" }.joined(separator: " ")
            }.sorted()
        }
    }

    @Test func everyRowIsCopiedAndWorkGoesOnWithNewKeys() async throws {
        let from = try await Self.filled()
        let to = try await Self.fresh()
        let report = try await CopyReport.copying(from: from, to: to)
        #expect(report.tables.count > 40)
        for table in ["accounts", "messages", "outbox", "email_threads", "campaigns", "instance", "events"] {
            #expect(report.tables.contains { $0.name == table && $0.rows > 0 }, "\(table)")
        }
        try await from.withDatabase { old, _ in
            try await to.withDatabase { new, _ in
                for table in report.tables {
                    let before = try await Self.rows(of: table.name, in: old)
                    #expect(before.count == table.rows)
                    #expect(try await Self.rows(of: table.name, in: new) == before, "\(table.name)")
                }
            }
        }
        try await to.withStore { store in
            let conversation = try #require(try await store.conversations.ids(with: Desk.creator).first)
            #expect(try await store.conversations.story(of: conversation)?.followUps.count == 1)
            #expect(try await store.instance.knownSecret() == [0, 1, 255])
            let account = try await store.accounts.register(
                account: EmailAddress("second@mosaic.test")!, displayName: nil, dailyLimit: 5)
            #expect(account.rawValue == 2)
        }
        // Keys go on above those that were given, also where their rows are gone.
        try await to.withDatabase { new, _ in
            let contact = try await new.transaction {
                try await $0.first(
                    "INSERT INTO contacts (address, created_at) VALUES ('new@creators.example', \(SQL.now)) RETURNING id"
                )
            }
            #expect(try contact?.int64("id") == 9_000_000_001)
            let judgement = try await new.transaction {
                try await $0.first(
                    """
                    INSERT INTO account_judgements (account_id, subject, verdict, at)
                    VALUES (1, 'mail 1', 'draft_sent', \(SQL.now)) RETURNING id
                    """)
            }
            #expect(try judgement?.int64("id") == 2)
        }
    }

    @Test func aDatabaseInUseOrFullOrOfTheWrongKindIsRefusedAndNothingIsCopied() async throws {
        let from = try await Self.filled()
        let to = try await Self.fresh()
        try await from.withStore { store in
            _ = try await store.leases.acquire("watch:1", holder: "somebody", for: .seconds(60))
        }
        await #expect(throws: OperationFailure.self) { try await CopyReport.copying(from: from, to: to) }
        try await from.withDatabase { database, _ in
            _ = try await database.transaction { try await $0.execute("DELETE FROM leases") }
        }
        await #expect(throws: OperationFailure.self) { try await CopyReport.copying(from: to, to: from) }
        await #expect(throws: OperationFailure.self) { try await CopyReport.copying(from: from, to: from) }
        // A value that does not fit ends it, and leaves nothing behind.
        try await from.withDatabase { database, _ in
            _ = try await database.transaction { session in
                try await session.execute("UPDATE contacts SET custom_fields = 'no JSON'")
            }
        }
        await #expect(throws: StorageError.self) { try await CopyReport.copying(from: from, to: to) }
        try await to.withDatabase { database, _ in
            let left = try await Self.rows(of: "contacts", in: database)
            #expect(left.isEmpty)
        }
        try await from.withDatabase { database, _ in
            _ = try await database.transaction { session in
                try await session.execute("UPDATE contacts SET custom_fields = '{}'")
            }
        }
        #expect(try await CopyReport.copying(from: from, to: to).rows > 0)
        await #expect(throws: StorageError.self) { try await CopyReport.copying(from: from, to: to) }
    }

    @Test(arguments: [
        ("postgresql://me:secret@localhost/mosaic", true), ("postgresql://me@localhost/mosaic", false),
        ("postgresql://localhost:5432/mosaic", false), ("postgresql://localhost/mosaic?password=x", true),
    ])
    func aPasswordInAURLIsNoticed(_ url: String, _ holds: Bool) {
        #expect(DatabaseLocation.holdsPassword(url) == holds)
    }
}

extension SQLRow {
    /// A value as both databases would say it: instants in microseconds, truths as 0 and 1, JSON without its spaces.
    fileprivate func plain(_ column: String) throws -> String {
        if let flag = try? optionalBool(column) { return flag ? "1" : "0" }
        if let instant = try? optionalTimestamp(column) { return "\(instant.microsecondsSince1970)" }
        if let number = try? optionalInt64(column) { return "\(number)" }
        if let number = try? optionalDouble(column) { return "\(number)" }
        if let bytes = try? optionalBytes(column) { return "\(bytes)" }
        return try optionalString(column)?.filter { $0 != " " || column != "custom_fields" } ?? "NULL"
    }
}
