import Testing
import Timing

@testable import PostOffice

@Suite struct IMAPCommandParserTests {
    static let five = IMAPNumberSet(spans: [.init(first: 5, last: 5)])

    @Test(arguments: [
        ("a NOOP", IMAPCommand.noop),
        ("a capability", .capability),
        ("a LOGIN \"mi\\\"la\" {2}\r\npw", .login(user: "mi\"la", password: "pw")),
        ("a AUTHENTICATE PLAIN", .authenticatePlain(initialResponse: nil)),
        ("a AUTHENTICATE PLAIN AGEAYg==", .authenticatePlain(initialResponse: "AGEAYg==".bytes)),
        ("a LIST \"\" *", .list(reference: "", pattern: "*", onlySpecialUse: false, status: [])),
        ("a LIST (SPECIAL-USE) \"\" \"%\"", .list(reference: "", pattern: "%", onlySpecialUse: true, status: [])),
        (
            "a LIST \"\" \"*\" RETURN (SPECIAL-USE)",
            .list(reference: "", pattern: "*", onlySpecialUse: false, status: [])
        ),
        ("a EXAMINE \"[Gmail]/Sent Mail\"", .select("[Gmail]/Sent Mail", readOnly: true)),
        ("a STATUS INBOX (MESSAGES UIDNEXT)", .status("INBOX", ["MESSAGES", "UIDNEXT"])),
        ("a UID EXPUNGE 5", .expunge(five)),
        ("a EXPUNGE", .expunge(nil)),
        ("a UID MOVE 5 Trash", .move(five, to: "Trash", byUID: true)),
        ("a ID NIL", .id),
        ("a ID (\"name\" \"x\" \"version\" \"1\")", .id),
        (
            "a UID STORE 1:*,5 +FLAGS.SILENT (\\Seen $K)",
            .store(
                IMAPNumberSet(spans: [.init(first: 1, last: nil), .init(first: 5, last: 5)]), .add, [.seen, "$K"],
                silent: true, byUID: true)
        ),
        ("a STORE 5 FLAGS \\Seen", .store(five, .replace, [.seen], silent: false, byUID: false)),
        (
            "a UID FETCH 5 (UID FLAGS BODY.PEEK[HEADER.FIELDS (From \"To\")]<0.20> RFC822.SIZE BODY[])",
            .fetch(
                five,
                [
                    .uid, .flags, .body(.headerFields(["From", "To"], excluded: false), partial: 0..<20, peek: true),
                    .size, .body(.whole, partial: nil, peek: false),
                ], byUID: true)
        ),
        ("a FETCH 5 FAST", .fetch(five, [.flags, .internalDate, .size], byUID: false)),
        (
            "a UID SEARCH UID 5 NOT SEEN OR FROM ada (SINCE 1-Jan-2026 LARGER 9)",
            .search(
                .every([
                    .uids(five), .not(.flag(.seen, isSet: true)),
                    .either(.header("FROM", "ada".bytes), .every([.received(20_454..<Int.max), .size(10..<Int.max)])),
                ]), byUID: true)
        ),
        (
            "a APPEND Sent (\\Seen) \"24-Nov-2026 11:05:00 +0100\" {3}\r\nabc",
            .append(to: "Sent", flags: [.seen], date: .tuesday, bytes: "abc".bytes)
        ),
        ("a APPEND Sent {0+}\r\n", .append(to: "Sent", flags: [], date: nil, bytes: [])),
    ])
    func commandsAreUnderstood(text: String, command: IMAPCommand) {
        let (tag, parsed) = IMAPCommandParser.parse(text.bytes)
        #expect(tag == "a")
        #expect(parsed == .success(command))
    }

    @Test(arguments: [
        "a", "a ", "a FOO", "a NOOP x", "a LOGIN u", "a LOGIN \"u", "a UID FETCH 0 FLAGS", "a UID FETCH 5 ENVELOPE",
        "a UID FETCH 4294967296 FLAGS", "a STATUS INBOX MESSAGES", "a SEARCH", "a APPEND x {5}\r\nabc",
        "a FETCH 5 (FLAGS",
        "a UID SEARCH SINCE 31-Feb-2026", "a UID STORE 5 FLAGS.LOUD (\\Seen)", "a AUTHENTICATE CRAM-MD5",
    ])
    func whatIsNoCommandIsAnErrorUnderItsTag(text: String) {
        let (tag, parsed) = IMAPCommandParser.parse(text.bytes)
        #expect(tag == "a")
        #expect(throws: IMAPSyntaxError.self) { try parsed.get() }
    }

    @Test func searchKeysCannotNestWithoutEnd() {
        let text = "a SEARCH " + String(repeating: "NOT ", count: 100_000) + "ALL"
        #expect(throws: IMAPSyntaxError(reason: "search keys nest too deeply")) {
            try IMAPCommandParser.parse(text.bytes).command.get()
        }
    }

    @Test func mutilatedCommandsNeverTrap() {
        var random = SplitMix64(state: 11)
        let seeds = Self.mutilated.map { Array($0.utf8) }
        for _ in 0..<20_000 {
            var bytes = seeds.randomElement(using: &random)!
            for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.removeSubrange(index..<min(bytes.count, index + 3))
                default: bytes.insert(contentsOf: Array("({*\"\\".utf8), at: index)
                }
            }
            _ = IMAPCommandParser.parse(bytes)
        }
    }

    static let mutilated = [
        "a UID FETCH 1:*,7 (UID FLAGS BODY.PEEK[HEADER.FIELDS (From)]<0.4294967295>)", "a LIST \"\" \"[Gmail]/%\"",
        "a APPEND Sent (\\Seen) \"24-Nov-2026 11:05:00 +0100\" {3}\r\nabc",
        "a UID SEARCH OR (SEEN) NOT HEADER a {1}\r\nb",
        "a UID STORE 1 -FLAGS (\\Seen $K)", "a LOGIN \"u\" \"p\"", "a ID (\"a\" \"b\")",
    ]
}
