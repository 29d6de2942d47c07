import Correspondence
import Database
import Storage
import Testing
import Timing

/// What the desk asks of the database, in both.
@Suite struct DeskTests {
    @Test(arguments: SQLFixture.both)
    func alertsAreMadeOnceAndTriedUntilTheyArrive(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database async throws in
            let store = try await Self.store(on: database)
            let target = try await store.alerts.add(.slack, "https://hooks.slack.com/services/x", secret: nil)
            try await database.transaction { session in
                try await session.write("UPDATE accounts SET health = 'failing', health_detail = 'login refused'")
            }
            try await store.instance.stopSending(reason: "by the breaker")
            #expect(try await store.alerts.collect() == 3)
            #expect(try await store.alerts.collect() == 0)
            let first = try #require(try await store.alerts.claim())
            #expect(first.event == .accountFailing && first.count == 2 && first.attempts == 1)
            #expect(first.titles.contains("one@mosaic.test: login refused"))
            try await store.alerts.settle(first, .failed("it answered 500", after: .seconds(60)))
            let second = try #require(try await store.alerts.claim())
            #expect(second.event == .sendingStopped && second.titles == ["by the breaker"])
            try await store.alerts.settle(second, .delivered)
            #expect(try await store.alerts.claim() == nil, "the first waits")
            #expect(try await store.alerts.target(target.id)?.failure == nil, "something has arrived since")
            try await store.alerts.addTest(target.id)
            #expect(try await store.alerts.claim()?.event == .test)
            #expect(try await store.alerts.counts().pending == 3)
            #expect(try await store.alerts.remove(target.id) == .done)
            #expect(try await store.alerts.counts().pending == 0)
        }
    }

    @Test(arguments: SQLFixture.both)
    func peopleTemplatesAndReportsAreFoundByKey(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database async throws in
            let store = try await Self.store(on: database)
            try await database.transaction { session in
                for name in ["b", "a_1", "a-2", "A3".lowercased(), "z"] {
                    try await session.write(
                        """
                        INSERT INTO contacts (address, created_at) VALUES (\(name + "@people.example"), \(SQL.now))
                        """)
                }
            }
            let found = try await store.contacts.list(startingWith: "A", limit: 2)
            #expect(found.map(\.address.text) == ["a-2@people.example", "a3@people.example"])
            let rest = try await store.contacts.list(startingWith: "a", after: found.last?.address.key, limit: 9)
            #expect(rest.map(\.address.text) == ["a_1@people.example"])
            #expect(try await store.contacts.latest(limit: 2).map(\.address.text).first == "z@people.example")
            #expect(try await store.campaigns.templates(limit: 5).isEmpty)
            let now = try await store.currentTime()
            let sums = try await store.outbox.reportedSums(from: now - .seconds(60), to: now)
            #expect(sums.sent == 0 && sums.failed == 0 && sums.recipients == 0)
            #expect(try await store.outbox.reported(from: now - .seconds(60), to: now, limit: 5).isEmpty)
        }
    }

    private static func store(on database: any SQLDatabase) async throws -> Store {
        try await Migrator(database, Migration.embedded(for: database.dialect)).migrate()
        let store = Store(database: database)
        _ = try await store.instance.secret(orElse: [1])
        for name in ["one", "two"] {
            _ = try await store.accounts.register(
                account: EmailAddress("\(name)@mosaic.test")!, displayName: nil, dailyLimit: 50)
        }
        return store
    }
}
