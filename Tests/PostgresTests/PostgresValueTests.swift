import Testing
import Timing

@testable import Postgres

@Suite struct PostgresValueTests {
    @Test(
        arguments: [
            ("t", 16, .bool(true)), ("f", 16, .bool(false)),
            ("-9223372036854775808", 20, .int(.min)), ("7", 21, .int(7)),
            ("9223372036854775808", 20, .text("9223372036854775808")),
            ("1e-3", 701, .double(0.001)), ("Infinity", 701, .double(.infinity)), ("-0", 700, .double(-0.0)),
            ("12", 1700, .int(12)), ("12.5", 1700, .double(12.5)), ("", 25, .text("")),
            (#"\x"#, 17, .bytes([])), (#"\x00ff5c"#, 17, .bytes([0, 255, 92])),
            (#"\x0"#, 17, .text(#"\x0"#)), (#"\x0g"#, 17, .text(#"\x0g"#)), ("", 17, .text("")),
            (
                "2026-11-25 22:49:51.123456+00", 1184,
                .timestamp(Timestamp(microsecondsSince1970: 1_795_646_991_123_456))
            ),
            ("1969-12-31 23:59:59.999999+00", 1184, .timestamp(Timestamp(microsecondsSince1970: -1))),
            ("2026-11-25 22:49:51+02", 1184, .text("2026-11-25 22:49:51+02")),
            ("0044-03-15 12:00:00+00 BC", 1184, .text("0044-03-15 12:00:00+00 BC")),
            (#"{"a": 1}"#, 3802, .text(#"{"a": 1}"#)),
        ] as [(String, UInt32, PostgresValue)])
    func textFormsAreRead(text: String, type: UInt32, value: PostgresValue) {
        Array(text.utf8).withUnsafeBytes { bytes in
            #expect(PostgresValue(text: bytes, type: type) == value)
        }
    }

    @Test func theInfinitiesAreTheEndsOfTime() {
        let read = ["infinity", "-infinity"].map { text in
            Array(text.utf8).withUnsafeBytes { PostgresValue(text: $0, type: 1184) }
        }
        #expect(read == [.timestamp(.distantFuture), .timestamp(.distantPast)])
    }

    @Test func aTextWithNULIsRefusedWithItsPlace() {
        let error = #expect(throws: PostgresError.self) {
            try ParameterBlock([PostgresParameter(.int(1), .int8), PostgresParameter(.text("a\0"), .text)])
        }
        #expect(error?.kind == .invalid)
        #expect(error?.sentence.contains("$2") == true)
    }

    @Test func emptyValuesAreNoNulls() throws {
        let block = try ParameterBlock([
            PostgresParameter(.bytes([]), .bytea), PostgresParameter(.null, .text), PostgresParameter(.text(""), .text),
        ])
        block.withPointers { #expect($0.map { $0 == nil } == [false, true, false]) }
        let alone = try ParameterBlock([PostgresParameter(.bytes([]), .bytea)])
        alone.withPointers { #expect($0.map { $0 == nil } == [false]) }
    }
}
