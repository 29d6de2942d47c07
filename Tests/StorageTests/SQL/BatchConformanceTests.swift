import Testing
import Timing

@testable import Database
@testable import Storage

/// Statements that travel together, and tables made of values.
@Suite(.timeLimit(.minutes(10))) struct BatchConformanceTests {
    @Test(arguments: SQLFixture.allCases)
    func whatIsWrittenIsSeenByTheNextQuestionAndKept(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database in
            try await database.makeThings()
            let seen = try await database.transaction { session in
                try await session.write("INSERT INTO things (id, name) VALUES (1, 'a')")
                try await session.write("UPDATE things SET name = 'b' WHERE id = 1")
                let seen = try await session.query("SELECT name FROM things").map { try $0.string("name") }
                try await session.write("INSERT INTO things (id, name) VALUES (2, 'c')")
                return seen
            }
            #expect(seen == ["b"])
            #expect(try await database.count() == 2)
        }
    }

    @Test(arguments: SQLFixture.allCases)
    func onlyWritesAreATransactionToo(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database in
            try await database.makeThings()
            try await database.transaction { try await $0.write("INSERT INTO things (id) VALUES (1)") }
            #expect(try await database.count() == 1)
        }
    }

    @Test(arguments: SQLFixture.allCases)
    func aWriteThatFailsKeepsNothingEvenAtTheEnd(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database in
            try await database.makeThings()
            let error = await #expect(throws: StorageError.self) {
                try await database.transaction { session in
                    try await session.write("INSERT INTO things (id) VALUES (1)")
                    _ = try await session.query("SELECT 1 AS one")
                    try await session.write("INSERT INTO things (id) VALUES (2)")
                    try await session.write("INSERT INTO things (id) VALUES (1)")
                    try await session.write("INSERT INTO things (id) VALUES (3)")
                }
            }
            guard case .uniqueViolation? = error?.kind else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(try await database.count() == 0)
            try await database.transaction { try await $0.write("INSERT INTO things (id) VALUES (4)") }
            #expect(try await database.count() == 1)
        }
    }

    @Test(arguments: SQLFixture.allCases)
    func aBodyThatThrowsWritesNothingOfWhatWaited(_ fixture: SQLFixture) async throws {
        struct Refusal: Error {}
        try await fixture.withDatabase { database in
            try await database.makeThings()
            await #expect(throws: Refusal.self) {
                try await database.transaction { session in
                    try await session.write("INSERT INTO things (id) VALUES (1)")
                    throw Refusal()
                }
            }
            #expect(try await database.count() == 0)
        }
    }

    @Test(arguments: SQLFixture.allCases)
    func aReadRefusesAWaitingWrite(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database in
            try await database.makeThings()
            let error = await #expect(throws: StorageError.self) {
                try await database.read { try await $0.write("INSERT INTO things (id) VALUES (1)") }
            }
            #expect(error?.code == "25006")
            #expect(try await database.count() == 0)
        }
    }

    @Test(arguments: SQLFixture.allCases)
    func severalQuestionsAreAnsweredInTheirOrder(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database in
            try await database.makeThings()
            let answers = try await database.transaction { session in
                try await session.query([
                    "INSERT INTO things (id) VALUES (7) RETURNING id", "SELECT id, name FROM things",
                    "SELECT 0 AS id WHERE 1 = 0",
                ])
            }
            #expect(answers.map(\.count) == [1, 1, 0])
            #expect(try answers[1][0].int("id") == 7)
            let two = try await database.rows(["SELECT 1 AS one", "SELECT 2 AS two"])[1][0].int("two")
            #expect(two == 2)
        }
    }

    @Test(arguments: SQLFixture.allCases)
    func aTableOfValuesKeepsEveryKindOfValue(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database in
            let instant = Timestamp(microsecondsSince1970: 1_700_000_000_123_456)
            let rows: [[SQLField]] = [
                [
                    .of(1), .of("a \"quoted\" {text}, \\ and ü"), .of([UInt8](0...255)), .of(true), .of(1.5),
                    .of(instant),
                ],
                [
                    .of(Int?.none), .of(String?.none), .of([UInt8]?.none), .of(Bool?.none), .of(Double?.none),
                    .of(Timestamp?.none),
                ],
                [.of(Int64.max), .of(""), .of([UInt8]()), .of(false), .of(-0.25), .of(Timestamp.epoch)],
            ]
            let table = SQLTable("v", columns: ["number", "words", "octets", "flag", "part", "at"], rows: rows)
            let found = try await database.rows("SELECT * FROM \(table)")
            #expect(found.count == 3)
            let full = try #require(found.first { try $0.optionalInt("number") == 1 })
            #expect(try full.string("words") == "a \"quoted\" {text}, \\ and ü")
            #expect(try full.bytes("octets") == [UInt8](0...255))
            #expect(try full.bool("flag"))
            #expect(try full.double("part") == 1.5)
            #expect(try full.timestamp("at") == instant)
            let empty = try #require(found.first { try $0.optionalInt("number") == nil })
            #expect(try empty.optionalString("words") == nil)
            #expect(try empty.optionalBytes("octets") == nil)
            #expect(try empty.optionalBool("flag") == nil)
            #expect(try empty.optionalTimestamp("at") == nil)
            let last = try #require(found.first { try $0.optionalInt64("number") == Int64.max })
            #expect(try last.string("words") == "")
            #expect(try last.bytes("octets") == [])
            #expect(try last.timestamp("at") == .epoch)
        }
    }

    @Test(arguments: SQLFixture.allCases)
    func aTextWithNULInATableIsRefused(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database in
            let table = SQLTable("v", columns: ["words"], rows: [[.of("a\0b")]])
            let error = await #expect(throws: StorageError.self) { try await database.rows("SELECT * FROM \(table)") }
            #expect(error?.kind == .invalid)
            let rows = try await database.rows("SELECT 1 AS one")
            #expect(rows.count == 1)
        }
    }
}
