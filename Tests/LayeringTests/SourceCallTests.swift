import Testing

struct SourceCallTests {
    @Test(arguments: [
        ("a.event(.b, [\"c\": d(1, 2), \"e\": \"f\"])", [[".b", "[\"c\": d(1, 2), \"e\": \"f\"]"]]),
        ("event(\n  x ? .b : .c, [:])", [["x ? .b : .c", "[:]"]]),
        ("event(\"a \\(b(\"c, d\"), e) f\", g)", [["\"a \\(b(\"c, d\"), e) f\"", "g"]]),
        ("event(\"(\", \"\\\"\")", [["\"(\"", "\"\\\"\""]]), ("event(a(event(.b)))", [["a(event(.b))"], [".b"]]),
        ("func event(_ a: B)", []), ("// event(.b)", []), ("events(.b)", []), ("event", []), ("event()", [[]]),
    ])
    func callsAreRead(source: String, arguments: [[String]]) {
        #expect(SourceCall.calls(of: ["event"], in: source).map { $0.arguments.map(\.text) } == arguments)
    }

    @Test func labelsAreRead() {
        let calls = SourceCall.calls(of: ["record"], in: "try await record(.a, mail: b ? c : d, detail: \"x: y\")")
        #expect(calls.map { $0.arguments.map(\.label) } == [[nil, "mail", "detail"]])
        #expect(calls.map { $0.arguments.map(\.text) } == [[".a", "b ? c : d", "\"x: y\""]])
    }

    @Test(arguments: [
        ("x ? .a : .b", ["a", "b"]), ("c.a", []), ("c().a", []), ("c?.a", []), ("c[0].a", []), ("(.a)", ["a"]),
        ("// .a", []),
    ])
    func casesAreFound(text: String, cases: [String]) {
        #expect(SourceCall.cases(in: text).sorted() == cases)
    }

    @Test(arguments: [
        ("[\"a\": b, \"c\": \"d\"]", ["a", "c"]), ("[\"a\": b ? \"c\" : \"d\"]", ["a"]), ("[:]", []),
        ("[\"a\": \"b \\(c)\", \"d\": e]", ["a", "d"]),
    ])
    func keysAreFound(text: String, keys: [String]) {
        #expect(EventUse.keys(in: text) == keys)
    }

    @Test(arguments: [
        ("\"a.b\"", true), ("\"a.\\(b)\"", true), ("x ? \"a.b\" : \"c.d\"", true), ("\"a.b is no name\"", false),
        ("\"a\"", false),
        (".a", false), ("\"\\(a).b\"", false), ("\"A.b\"", false),
    ])
    func bareNamesAreFound(text: String, isName: Bool) {
        #expect(EventUse.isBareName(text) == isName)
    }
}
