import Testing
import Timing

@testable import Database
@testable import Storage

@Suite struct SQLRenderingTests {
    private enum Colour: String { case red, green }
    private struct ID: RawRepresentable { let rawValue: Int64 }

    private func rendered(_ sql: SQL, _ dialect: SQLDialect) -> (text: String, values: [SQLValue]) {
        let rendered = sql.rendered(for: dialect, now: { Timestamp(microsecondsSince1970: 7) })
        return (rendered.text, rendered.bindings.map(\.value))
    }

    @Test func interpolationBindsAndNeverSplices() {
        let evil = "'; DROP TABLE things; --"
        let (text, values) = rendered("SELECT * FROM things WHERE name = \(evil) AND id = \(7)", .postgres)
        #expect(text == "SELECT * FROM things WHERE name = $1 AND id = $2")
        #expect(values == [.text(evil), .int(7)])
    }

    @Test func sqliteHasPlainPlaceholders() {
        #expect(rendered("a = \(1) AND b = \("x")", .sqlite).text == "a = ? AND b = ?")
    }

    @Test func composedFragmentsAreNumberedInOrder() {
        let condition: SQL = "b = \(2)"
        let (text, values) = rendered("a = \(1) AND \(condition) AND c = \(3)", .postgres)
        #expect(text == "a = $1 AND b = $2 AND c = $3")
        #expect(values == [.int(1), .int(2), .int(3)])
    }

    @Test func optionalsAndRawValuesBind() {
        let none: String? = nil
        let colour: Colour? = .green
        let (_, values) = rendered(
            "\(none) \(colour) \(Colour.red) \(ID(rawValue: 9)) \(true) \([1, 2] as [UInt8])", .sqlite)
        #expect(values == [.null, .text("green"), .text("red"), .int(9), .bool(true), .bytes([1, 2])])
    }

    @Test func nowIsTheDatabasesClockWhereThereIsOne() {
        #expect(rendered("due <= \(SQL.now)", .postgres).text == "due <= (SELECT clock_timestamp())")
        let (text, values) = rendered("due <= \(SQL.now)", .sqlite)
        #expect(text == "due <= ?")
        #expect(values == [.timestamp(Timestamp(microsecondsSince1970: 7))])
    }

    @Test func nowIsOneInstantThroughoutAStatement() {
        var calls: Int64 = 0
        let rendered = ("\(SQL.now) \(SQL.now)" as SQL).rendered(for: .sqlite) {
            calls += 1
            return Timestamp(microsecondsSince1970: calls)
        }
        #expect(
            rendered.bindings.map(\.value)
                == Array(repeating: .timestamp(Timestamp(microsecondsSince1970: 1)), count: 2))
    }

    @Test func skipLockedIsForPostgresAlone() {
        #expect(rendered("SELECT 1 \(SQL.skipLocked)", .postgres).text == "SELECT 1 FOR UPDATE SKIP LOCKED")
        #expect(rendered("SELECT 1 \(SQL.skipLocked)", .sqlite).text == "SELECT 1 ")
    }

    @Test(arguments: [
        (["a"], #"{"a"}"#, #"["a"]"#), ([], "{}", "[]"),
        (["x\"y", "b\\c", "{,}"], #"{"x\"y","b\\c","{,}"}"#, #"["x\"y","b\\c","{,}"]"#),
        (["\n\u{1}", "ü"], "{\"\n\u{1}\",\"ü\"}", #"["\u000a\u0001","ü"]"#),
    ])
    func listsBecomeOneValue(values: [String], array: String, json: String) {
        #expect(rendered("\(in: values)", .postgres).values == [.text(array)])
        #expect(rendered("\(in: values)", .sqlite).values == [.text(json)])
    }
}
