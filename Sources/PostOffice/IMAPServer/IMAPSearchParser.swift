/// The program of SEARCH.
enum IMAPSearchParser {
    /// `[CHARSET name] key key …`; all keys must match.
    static func program(_ scanner: inout IMAPScanner) throws(IMAPSyntaxError) -> IMAPSearchKey {
        var ahead = scanner
        if let word = try? ahead.keyword(), word == "CHARSET" {
            try ahead.space()
            _ = try ahead.astring()
            try ahead.space()
            scanner = ahead
        }
        var keys = [try key(&scanner, depth: 0)]
        while scanner.skip(" ") { keys.append(try key(&scanner, depth: 0)) }
        return .every(keys)
    }

    private static func key(_ scanner: inout IMAPScanner, depth: Int) throws(IMAPSyntaxError) -> IMAPSearchKey {
        // Keys nest by OR, NOT and parentheses; a bound keeps hostile input off the stack.
        guard depth < 50 else { throw IMAPSyntaxError(reason: "search keys nest too deeply") }
        guard let next = scanner.next else { throw IMAPSyntaxError(reason: "expected a search key") }
        if next == UInt8(ascii: "(") {
            return .every(
                try scanner.list { (inner) throws(IMAPSyntaxError) in try key(&inner, depth: depth + 1) })
        }
        if Ascii.isDigit(next) || next == UInt8(ascii: "*") { return .numbers(try scanner.numberSet()) }
        let name = try scanner.keyword()
        if let plain = plainKeys[name] { return plain }
        try scanner.space()
        if name == "NOT" { return .not(try key(&scanner, depth: depth + 1)) }
        guard name == "OR" else { return try keyWithArgument(name, &scanner) }
        let first = try key(&scanner, depth: depth + 1)
        try scanner.space()
        return .either(first, try key(&scanner, depth: depth + 1))
    }

    private static func keyWithArgument(
        _ name: String, _ scanner: inout IMAPScanner
    ) throws(IMAPSyntaxError) -> IMAPSearchKey {
        switch name {
        case "UID": return .uids(try scanner.numberSet())
        case "KEYWORD": return .flag(try scanner.flag(), isSet: true)
        case "UNKEYWORD": return .flag(try scanner.flag(), isSet: false)
        case "FROM", "TO", "CC", "BCC", "SUBJECT": return .header(name, try needle(&scanner))
        case "HEADER": return try header(&scanner)
        case "BODY": return .body(try needle(&scanner))
        case "TEXT": return .text(try needle(&scanner))
        case "SINCE": return .received(try scanner.day()..<Int.max)
        case "BEFORE": return .received(Int.min..<(try scanner.day()))
        case "ON": return try on(&scanner)
        case "LARGER": return .size(Int(try scanner.number()) + 1..<Int.max)
        case "SMALLER": return .size(0..<Int(try scanner.number()))
        case "X-GM-RAW": return try gmailRaw(&scanner)
        case "X-GM-THRID": return .gmailThreadID(try scanner.longNumber())
        case "X-GM-MSGID": return .gmailMessageID(try scanner.longNumber())
        default: throw IMAPSyntaxError(reason: "search key \(name) is not served here")
        }
    }

    private static func header(_ scanner: inout IMAPScanner) throws(IMAPSyntaxError) -> IMAPSearchKey {
        let name = try scanner.astring()
        try scanner.space()
        return .header(name, try needle(&scanner))
    }

    /// Gmail's search box: `rfc822msgid:` is understood, anything else is searched for literally.
    private static func gmailRaw(_ scanner: inout IMAPScanner) throws(IMAPSyntaxError) -> IMAPSearchKey {
        let text = try needle(&scanner)
        let prefix = Array("rfc822msgid:".utf8)
        return text.starts(with: prefix) ? .header("Message-ID", Array(text.dropFirst(prefix.count))) : .text(text)
    }

    private static func on(_ scanner: inout IMAPScanner) throws(IMAPSyntaxError) -> IMAPSearchKey {
        let day = try scanner.day()
        return .received(day..<day + 1)
    }

    /// The text to search for; bounded, since the cost is its length at every place of the text.
    private static func needle(_ scanner: inout IMAPScanner) throws(IMAPSyntaxError) -> [UInt8] {
        let bytes = try scanner.astringBytes()
        guard bytes.count <= 1_000 else { throw IMAPSyntaxError(reason: "search string too long") }
        return bytes
    }

    private static let plainKeys: [String: IMAPSearchKey] = [
        "ALL": .all, "OLD": .all, "NEW": .not(.all), "RECENT": .not(.all),
        "SEEN": .flag(.seen, isSet: true), "UNSEEN": .flag(.seen, isSet: false),
        "ANSWERED": .flag(.answered, isSet: true), "UNANSWERED": .flag(.answered, isSet: false),
        "FLAGGED": .flag(.flagged, isSet: true), "UNFLAGGED": .flag(.flagged, isSet: false),
        "DELETED": .flag(.deleted, isSet: true), "UNDELETED": .flag(.deleted, isSet: false),
        "DRAFT": .flag(.draft, isSet: true), "UNDRAFT": .flag(.draft, isSet: false),
    ]
}
