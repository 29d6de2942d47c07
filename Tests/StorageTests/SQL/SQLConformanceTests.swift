import Testing
import Timing

@testable import Database
@testable import Storage

/// What the code above may rely on, whichever database is below.
@Suite struct SQLConformanceTests {
    @Test(arguments: SQLFixture.allCases)
    func everyTypeComesBackAsItWentIn(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database in
            try await database.makeThings()
            let texts = ["", "plain", "naïve 🙂 \u{202e}", "it's \"quoted\" \\ $1 ? %s", "line\r\nline"]
            let instants = [
                SQLFixture.instant, .epoch, Timestamp(microsecondsSince1970: -1),
                Timestamp(microsecondsSince1970: 253_402_300_799_999_999), .distantFuture, .distantPast,
            ]
            for (index, text) in texts.enumerated() {
                let id = Int64.max - Int64(index)
                let bytes = [0, 255, UInt8(index), 92, 120]
                let json = #"{"name": "x"}"#
                try await database.transaction { session in
                    try await session.execute(
                        """
                        INSERT INTO things (id, name, ratio, flag, blob, at, fields, amount)
                        VALUES (\(id), \(text), \(-0.1), \(index == 1), \(bytes), \(instants[index]), \(json), \(index))
                        """)
                }
                let row = try await database.read { session in
                    try await session.query("SELECT * FROM things WHERE id = \(id)")[0]
                }
                #expect(try row.int64("id") == id)
                #expect(try row.string("name") == text)
                #expect(try row.double("ratio") == -0.1)
                #expect(try row.bool("flag") == (index == 1))
                #expect(try row.bytes("blob") == bytes)
                #expect(try row.timestamp("at") == instants[index])
                #expect(try row.string("fields") == json)
                #expect(try row["amount", as: UInt32.self] == UInt32(index))
            }
        }
    }

    @Test(arguments: SQLFixture.allCases)
    func emptyAndAbsentAreTwoThings(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database in
            try await database.makeThings()
            let absent = (text: nil as String?, bytes: nil as [UInt8]?, instant: nil as Timestamp?, number: nil as Int?)
            let row = try await database.transaction { session in
                try await session.query(
                    """
                    INSERT INTO things (id, name, blob, at, amount)
                    VALUES (1, \(absent.text), \(absent.bytes), \(absent.instant), \(absent.number)),
                           (2, \(""), \([UInt8]()), \(Timestamp.epoch), \(0))
                    RETURNING *
                    """)
            }
            #expect(try row[0].optionalString("name") == nil)
            #expect(try row[0].optionalBytes("blob") == nil)
            #expect(try row[0].optionalTimestamp("at") == nil)
            #expect(try row[0].optionalInt("amount") == nil)
            #expect(try row[1].optionalString("name") == "")
            #expect(try row[1].optionalBytes("blob") == [])
            #expect(try row[1].optionalInt("amount") == 0)
        }
    }

    @Test(arguments: SQLFixture.allCases)
    func unreadableColumnsAreNamed(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database in
            let row = try await database.read { try await $0.query("SELECT \("secret words") AS name, 1 AS n")[0] }
            let missing = #expect(throws: StorageError.self) { try row.string("nome") }
            #expect(missing?.kind == .invalid)
            #expect(missing?.sentence.contains("nome") == true)
            let mistyped = #expect(throws: StorageError.self) { try row.int64("name") }
            #expect(mistyped?.kind == .corrupt)
            #expect(mistyped?.sentence.contains("name") == true)
            #expect(mistyped?.sentence.contains("secret") == false)
            #expect(throws: StorageError.self) { try row["n", as: SQLFixture?.self] }
        }
    }

    @Test(arguments: SQLFixture.allCases)
    func changedRowsAreCounted(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database in
            try await database.makeThings()
            let statements: [(SQL, Int)] = [
                ("INSERT INTO things (id, amount) VALUES (1, 1), (2, 2), (3, 3)", 3),
                ("UPDATE things SET amount = 9 WHERE id > \(1)", 2),
                ("UPDATE things SET amount = 9 WHERE id > \(7)", 0),
                ("SELECT * FROM things", 0),
                ("DELETE FROM things WHERE id \(in: [1, 2, 99])", 2),
                ("DELETE FROM things WHERE id \(in: [Int64]())", 0),
                ("INSERT INTO things (id) VALUES (3) ON CONFLICT (id) DO NOTHING", 0),
            ]
            let counts = try await database.transaction { session in
                var counts: [Int] = []
                for (statement, _) in statements { counts.append(try await session.execute(statement)) }
                return counts
            }
            #expect(counts == statements.map(\.1))
        }
    }

    @Test(arguments: SQLFixture.allCases)
    func membershipTakesAnyText(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database in
            try await database.makeThings()
            let names = ["a\"b", "c\\d", "{e,f}", "g'h", "naïve", "tab\there", ""]
            let found = try await database.transaction { session in
                for (id, name) in names.enumerated() {
                    try await session.execute("INSERT INTO things (id, name) VALUES (\(id), \(name))")
                }
                try await session.execute("INSERT INTO things (id, name) VALUES (99, 'other')")
                return try await session.query("SELECT name FROM things WHERE name \(in: names) ORDER BY id")
            }
            #expect(try found.map { try $0.string("name") } == names)
        }
    }

    @Test(arguments: SQLFixture.allCases)
    func spansAreAddedToInstants(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database in
            try await database.makeThings()
            let row = try await database.transaction { session in
                try await session.execute("INSERT INTO things (id, at, amount) VALUES (1, \(SQLFixture.instant), 90)")
                try await session.execute(
                    """
                    UPDATE things SET at = at + \(Duration.hours24) \
                    - \(SQL.interval(microseconds: "amount * 1000000")) WHERE at < \(SQLFixture.instant) + \(Duration.seconds(1))
                    """)
                return try await session.query("SELECT at FROM things")[0]
            }
            #expect(try row.timestamp("at") == SQLFixture.instant + .hours24 - .seconds(90))
        }
    }

    @Test(arguments: SQLFixture.allCases)
    func nowIsComparable(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database in
            try await database.makeThings()
            let before = SystemWallClock().now
            let rows = try await database.transaction { session in
                try await session.execute("INSERT INTO things (id, at) VALUES (1, \(SQL.now))")
                return try await session.query("SELECT at FROM things WHERE at <= \(SQL.now)")
            }
            let stored = try #require(try rows.first?.timestamp("at"))
            #expect(stored >= before && stored <= SystemWallClock().now)
        }
    }

    @Test(arguments: [SQLFixture.sqliteFile, .sqliteMemory])
    func sqliteReadsTheInjectedClock(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase(clock: ManualWallClock(at: SQLFixture.instant)) { database in
            let row = try await database.read { try await $0.query("SELECT \(SQL.now) AS at")[0] }
            #expect(try row.timestamp("at") == SQLFixture.instant)
        }
    }

    @Test(arguments: SQLFixture.allCases)
    func textWithNULIsRefusedAtTheBorder(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database in
            let error = await #expect(throws: StorageError.self) {
                try await database.read { try await $0.query("SELECT \("a\0b") AS x") }
            }
            #expect(error?.kind == .invalid)
            #expect(error?.sentence.contains("NUL") == true)
        }
    }

    @Test(arguments: SQLFixture.allCases)
    func aScriptRunsAllItsStatements(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database in
            try await database.transaction { session in
                try await session.run(script: "CREATE TABLE a (x int); -- first; not an end\nCREATE TABLE b (y int);\n")
                try await session.execute("INSERT INTO b (y) VALUES (\(5))")
            }
            #expect(try await database.count("b") == 1)
        }
    }

    @Test(arguments: SQLFixture.allCases)
    func theSameStatementFitsTheTableAfterItChanged(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database in
            try await database.makeThings()
            let all: SQL = "SELECT * FROM things"
            #expect(try await database.read { try await $0.query(all) }.isEmpty)
            try await database.transaction { session in
                try await session.run(
                    script: "ALTER TABLE things ADD COLUMN extra text; INSERT INTO things (id) VALUES (1)")
            }
            let row = try await database.read { try await $0.query(all)[0] }
            #expect(try row.optionalString("extra") == nil)
        }
    }
}

extension Duration {
    fileprivate static let hours24 = Duration.seconds(86_400)
}
