import Testing
import Text

struct JSONTests {
    @Test func keysKeepTheOrderTheyWereWrittenIn() {
        let json: JSON = ["b": 1, "a": "x", "none": String?.none, "list": [1, 2], "flag": true, "half": 0.5]
        #expect(json.description == #"{"b":1,"a":"x","none":null,"list":[1,2],"flag":true,"half":0.5}"#)
    }

    @Test func indentedJSONHoldsTheSameValue() throws {
        let json: JSON = ["a": [["b": 1] as JSON, ["c": JSON.array([])] as JSON], "d": JSON.object([])]
        #expect(json.indented.split(separator: "\n").first == "{")
        #expect(try JSON(reading: json.indented.utf8) == json)
    }

    @Test(arguments: [
        ("plain", #""plain""#), ("\"\\", #""\"\\""#), ("a\nb\tc\r", #""a\nb\tc\r""#), ("\u{1}", #""\u0001""#),
        // DEL and the C1 controls would steer a terminal.
        ("\u{7F}\u{9B}", #""\u007f\u009b""#), ("é €😀", #""é €😀""#),
    ])
    func stringsAreEscaped(_ text: String, _ expected: String) throws {
        #expect(JSON.string(text).description == expected)
        #expect(try JSON(reading: expected.utf8) == .string(text))
    }

    @Test(arguments: [
        ("null", JSON.null), (" true ", .bool(true)), ("false", .bool(false)), ("-12", .int(-12)),
        ("1.5e2", .double(150)), ("0", .int(0)), ("-0.5E+1", .double(-5)),
        ("9223372036854775807", .int(.max)), ("9223372036854775808", .double(9_223_372_036_854_775_808)),
        (#""\u00e9\/\b\f""#, .string("é/\u{8}\u{c}")), (#""\ud83d\ude00""#, .string("😀")),
        (#"[1, [], {}]"#, .array([.int(1), .array([]), .object([])])),
    ])
    func valuesAreRead(_ text: String, _ expected: JSON) throws {
        #expect(try JSON(reading: text.utf8) == expected)
    }

    @Test(arguments: [#""\ud83d""#, #""\ud83dx""#, #""\ude00""#, #""\ud83d\n""#])
    func aLoneSurrogateIsReplaced(_ text: String) throws {
        let read = try JSON(reading: text.utf8).text
        #expect(read?.unicodeScalars.first == "\u{FFFD}")
    }

    @Test(arguments: [
        "", " ", "nul", "tru", "{", "[1,", "[1 2]", #"{"a"}"#, #"{"a":}"#, #"{a:1}"#, #"{"a":1,}"#, #""abc"#, #""\x""#,
        #""\u12"#, #""\u00g0""#, "1 2", "-", "01", "-01", "1.", ".5", "1.e2", "1e", "1e+", "+1", "0x1", "1e999", "--1",
        "\"a\nb\"", "]",
    ])
    func brokenTextIsRefusedWithItsPlace(_ text: String) {
        #expect(throws: JSONError.self) { try JSON(reading: text.utf8) }
    }

    @Test func deepNestingIsRefusedInsteadOfExhaustingTheStack() throws {
        let deep = { (count: Int) in String(repeating: "[", count: count) + String(repeating: "]", count: count) }
        #expect(throws: Never.self) { try JSON(reading: deep(JSONLimits().depth).utf8) }
        #expect(throws: JSONError.self) { try JSON(reading: deep(1_000_000).utf8) }
    }

    @Test(arguments: [
        (JSONLimits(bytes: 8), "[1,2,3,4]"), (JSONLimits(depth: 1), "[[]]"), (JSONLimits(values: 4), "[1,2,3,4]"),
    ])
    func whatPassesALimitIsRefused(_ limits: JSONLimits, _ text: String) throws {
        #expect(throws: JSONError.self) { try JSON(reading: text.utf8, limits: limits) }
        #expect(throws: Never.self) { try JSON(reading: text.utf8) }
    }

    @Test func octetsThatAreNoTextAreReplaced() throws {
        #expect(try JSON(reading: [0x22, 0xFF, 0x22]) == .string("\u{FFFD}"))
    }

    @Test func everyBeginningOfATextIsRefusedOrRead() {
        let text = #"{"id": 7, "input": "a\nb\u00e9 😀", "deep": [true, null, -1.5e3]}"#
        for count in 0..<text.utf8.count {
            #expect(throws: JSONError.self) { try JSON(reading: text.utf8.prefix(count)) }
        }
    }

    @Test func theFirstMemberOfAKeyCounts() throws {
        let json = try JSON(reading: #"{"a":1,"a":2}"#.utf8)
        #expect(json["a"] == .int(1))
        #expect(json["b"] == nil)
        #expect(JSON.int(1)["a"] == nil)
    }
}
