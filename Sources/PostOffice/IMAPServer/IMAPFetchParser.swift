/// The items of FETCH.
enum IMAPFetchParser {
    static func items(_ scanner: inout IMAPScanner) throws(IMAPSyntaxError) -> [IMAPFetchItem] {
        guard scanner.next == UInt8(ascii: "(") else { return try oneOrMacro(&scanner) }
        return try scanner.list { (inner) throws(IMAPSyntaxError) in try item(&inner) }
    }

    private static func oneOrMacro(_ scanner: inout IMAPScanner) throws(IMAPSyntaxError) -> [IMAPFetchItem] {
        var ahead = scanner
        if try ahead.keyword() == "FAST" {
            scanner = ahead
            return [.flags, .internalDate, .size]
        }
        return [try item(&scanner)]
    }

    private static func item(_ scanner: inout IMAPScanner) throws(IMAPSyntaxError) -> IMAPFetchItem {
        let name = try scanner.run("an item") { IMAPScanner.isAtomCharacter($0) && $0 != UInt8(ascii: "[") }
        switch name.uppercased() {
        case "FLAGS": return .flags
        case "UID": return .uid
        case "INTERNALDATE": return .internalDate
        case "RFC822.SIZE": return .size
        case "X-GM-MSGID": return .gmailMessageID
        case "X-GM-THRID": return .gmailThreadID
        case "X-GM-LABELS": return .gmailLabels
        case "RFC822": return .rfc822(.whole, name: "RFC822")
        case "RFC822.HEADER": return .rfc822(.header, name: "RFC822.HEADER")
        case "RFC822.TEXT": return .rfc822(.text, name: "RFC822.TEXT")
        case "BODY": return try body(&scanner, peek: false)
        case "BODY.PEEK": return try body(&scanner, peek: true)
        default: throw IMAPSyntaxError(reason: "\(name) is not served here")
        }
    }

    private static func body(_ scanner: inout IMAPScanner, peek: Bool) throws(IMAPSyntaxError) -> IMAPFetchItem {
        try scanner.expect("[")
        let section = try section(&scanner)
        try scanner.expect("]")
        guard scanner.skip("<") else { return .body(section, partial: nil, peek: peek) }
        let start = Int(try scanner.number())
        try scanner.expect(".")
        let count = Int(try scanner.number())
        try scanner.expect(">")
        return .body(section, partial: start..<start + count, peek: peek)
    }

    private static func section(_ scanner: inout IMAPScanner) throws(IMAPSyntaxError) -> IMAPSection {
        guard scanner.next != UInt8(ascii: "]") else { return .whole }
        let name = try scanner.keyword()
        switch name {
        case "HEADER": return .header
        case "TEXT": return .text
        case "HEADER.FIELDS", "HEADER.FIELDS.NOT":
            try scanner.space()
            let fields = try scanner.list { (inner) throws(IMAPSyntaxError) in try inner.astring() }
            return .headerFields(fields, excluded: name == "HEADER.FIELDS.NOT")
        default: throw IMAPSyntaxError(reason: "BODY[\(name)] is not served here")
        }
    }
}
