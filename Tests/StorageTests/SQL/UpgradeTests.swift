import Correspondence
import Testing
import Timing

@testable import Database
@testable import Storage

/// A database of the version before, with data in it, under this one; and a process of the version before beside it.
@Suite struct UpgradeTests {
    /// What the version before writes, word for word: its tables, and the columns that it knows.
    private static let statementsOfTheVersionBefore: [SQL] = [
        """
        INSERT INTO accounts (address, display_name, daily_limit, created_at)
        VALUES ('old@mosaic.test', 'Old', 500, \(SQL.now))
        ON CONFLICT (address) DO UPDATE SET display_name = excluded.display_name, daily_limit = excluded.daily_limit
        """,
        """
        INSERT INTO contacts (address, name, created_at) VALUES ('creator@creators.example', NULL, \(SQL.now))
        ON CONFLICT (address) DO UPDATE SET name = COALESCE(contacts.name, excluded.name)
        """,
        """
        INSERT INTO email_threads
            (account_id, contact_id, message_id, subject, gmail_thread_id, state, reason, created_at, updated_at)
        SELECT a.id, c.id, 'root@mosaic.test', 'Hi', NULL, 'in_sequence', NULL, \(SQL.now), \(SQL.now)
        FROM accounts a, contacts c WHERE a.address = 'old@mosaic.test' AND c.address = 'creator@creators.example'
        ON CONFLICT (message_id) DO UPDATE SET updated_at = excluded.updated_at
        """,
        "INSERT INTO sequences (name) VALUES ('collect-contact') ON CONFLICT (name) DO UPDATE SET name = excluded.name",
        """
        INSERT INTO sequence_steps (sequence_id, position, delay_seconds, template)
        SELECT id, 1, 0, 'Could you share' FROM sequences WHERE name = 'collect-contact'
        ON CONFLICT (sequence_id, position)
        DO UPDATE SET delay_seconds = excluded.delay_seconds, template = excluded.template
        """,
        """
        INSERT INTO sequence_steps (sequence_id, position, delay_seconds, template)
        SELECT id, 2, 3600, 'Just checking in' FROM sequences WHERE name = 'collect-contact'
        ON CONFLICT (sequence_id, position)
        DO UPDATE SET delay_seconds = excluded.delay_seconds, template = excluded.template
        """,
        """
        INSERT INTO outbox (thread_id, account_id, contact_id, sequence_id, step, generation, recipient, due_at, planned_at)
        SELECT t.id, t.account_id, t.contact_id, s.id, 1, 0, 'creator@creators.example', \(SQL.now), \(SQL.now)
        FROM email_threads t, sequences s WHERE t.message_id = 'root@mosaic.test' AND s.name = 'collect-contact'
        ON CONFLICT (thread_id, step, generation) DO NOTHING
        """,
        """
        UPDATE outbox SET state = 'claimed', fence = fence + 1, attempts = attempts + 1, lease_until = \(SQL.now),
            thread_version = (SELECT version FROM email_threads WHERE email_threads.id = outbox.thread_id)
        WHERE state = 'planned' AND due_at <= \(SQL.now)
        """,
        """
        UPDATE outbox SET state = 'planned', lease_until = NULL, reason = 'its holder was lost'
        WHERE state = 'claimed' AND lease_until <= \(SQL.now)
        """,
    ]

    @Test(arguments: SQLFixture.both)
    func aDatabaseWithDataIsUpgradedInPlaceAndGoesOn(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database async throws in
            let all = Migration.embedded(for: database.dialect)
            try await Migrator(database, all.dropLast()).migrate()
            try await Self.runTheVersionBefore(on: database)
            try await Migrator(database, all).migrate()
            try await Self.runTheVersionBefore(on: database)

            let store = Store(database: database)
            _ = try await store.instance.secret(orElse: [1])
            _ = try await store.sequences.register(StoreScene.sequence)
            try await Self.runTheVersionBefore(on: database)
            let account = try await store.accounts.register(
                account: EmailAddress("old@mosaic.test")!, displayName: nil, dailyLimit: 500)
            let rights = try #require(
                try await store.leases.acquireRights(to: account, holder: "new", for: .seconds(60)))
            #expect(rights.leases.count == 2)
            let claim = try #require(
                try await store.outbox.claimDue(
                    of: [account], limit: 1, lease: .seconds(60), policy: StoreScene.policy
                ).first)
            #expect(claim.purpose == .answer)
            #expect(claim.kind == .answer)
            #expect(claim.obstacle == nil)
            #expect(claim.text.hasPrefix("Could you share"))
        }
    }

    /// A program accepts a database that is one step ahead of it, and no more.
    @Test(arguments: SQLDialect.allCases)
    func thisVersionIsOneStepAheadOfTheOneBefore(_ dialect: SQLDialect) throws {
        let all = Migration.embedded(for: dialect)
        let applied = all.map { Migrator.Applied(version: $0.version, checksum: $0.checksum) }
        #expect(try Migrator.missing(of: all.dropLast(), after: applied).isEmpty)
    }

    @Test func everyIndexThatIsBuiltBesideTheTrafficIsThereAfterwards() async throws {
        try await SQLFixture.postgres.withDatabase { database async throws in
            let all = Migration.embedded(for: .postgres)
            // Two programs that start together build each of them once.
            async let first = Migrator(database, all).migrate()
            async let second = Migrator(database, all).migrate()
            _ = try await (first, second)
            let indexes = all.flatMap(\.indexes)
            #expect(indexes.count == 17)
            #expect(try await Migrator(database, all).status().missingIndexes == indexes.map(\.name))
            async let one: Void = Migrator(database, all).buildIndexes()
            async let other: Void = Migrator(database, all).buildIndexes()
            _ = try await (one, other)
            try await Migrator(database, all).buildIndexes()
            #expect(try await Migrator(database, all).status().missingIndexes.isEmpty)
            let valid = try await database.read { session in
                try await session.query(
                    """
                    SELECT c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
                    WHERE i.indisvalid AND c.relname \(in: indexes.map(\.name)) AND c.relnamespace = current_schema()::regnamespace
                    """
                ).map { try $0.string("name") }
            }
            #expect(Set(valid) == Set(indexes.map(\.name)))
        }
    }

    private static func runTheVersionBefore(on database: any SQLDatabase) async throws {
        try await database.transaction { session in
            for statement in statementsOfTheVersionBefore { try await session.execute(statement) }
        }
    }
}
