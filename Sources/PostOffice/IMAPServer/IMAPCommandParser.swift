/// Parses whole commands as `IMAPCommandReader` cuts them.
enum IMAPCommandParser {
    /// The tag, and the command or the reason why it is invalid. `*` replaces a tag that cannot be read.
    static func parse(_ bytes: [UInt8]) -> (tag: String, command: Result<IMAPCommand, IMAPSyntaxError>) {
        var scanner = IMAPScanner(bytes)
        do throws(IMAPSyntaxError) {
            let tag = try scanner.run("a tag") { IMAPScanner.isAtomCharacter($0) && $0 != UInt8(ascii: "+") }
            do throws(IMAPSyntaxError) {
                try scanner.space()
                let command = try command(&scanner)
                try scanner.end()
                return (tag, .success(command))
            } catch {
                return (tag, .failure(error))
            }
        } catch {
            return ("*", .failure(error))
        }
    }

    private static func command(_ scanner: inout IMAPScanner) throws(IMAPSyntaxError) -> IMAPCommand {
        let name = try scanner.keyword()
        if let bare = bareCommands[name] { return bare }
        try scanner.space()
        switch name {
        case "ID": return try id(&scanner)
        case "LOGIN": return try login(&scanner)
        case "AUTHENTICATE": return try authenticate(&scanner)
        case "LIST": return try list(&scanner)
        case "LSUB": return .lsub(reference: try scanner.astring(), pattern: try pattern(&scanner))
        case "CREATE": return .create(try scanner.astring())
        case "SUBSCRIBE", "UNSUBSCRIBE": return .subscribe(try scanner.astring())
        case "SELECT", "EXAMINE": return .select(try scanner.astring(), readOnly: name == "EXAMINE")
        case "STATUS": return try status(&scanner)
        case "APPEND": return try append(&scanner)
        case "UID": return try uidCommand(&scanner)
        default: return try numbered(name, byUID: false, &scanner)
        }
    }

    private static let bareCommands: [String: IMAPCommand] = [
        "CAPABILITY": .capability, "NOOP": .noop, "CHECK": .check, "LOGOUT": .logout, "NAMESPACE": .namespace,
        "IDLE": .idle, "CLOSE": .close, "UNSELECT": .unselect, "EXPUNGE": .expunge(nil),
    ]

    private static func uidCommand(_ scanner: inout IMAPScanner) throws(IMAPSyntaxError) -> IMAPCommand {
        let name = try scanner.keyword()
        try scanner.space()
        return name == "EXPUNGE"
            ? .expunge(try scanner.numberSet()) : try numbered(name, byUID: true, &scanner)
    }

    private static func numbered(
        _ name: String, byUID: Bool, _ scanner: inout IMAPScanner
    ) throws(IMAPSyntaxError) -> IMAPCommand {
        if name == "SEARCH" { return .search(try IMAPSearchParser.program(&scanner), byUID: byUID) }
        guard ["FETCH", "STORE", "COPY", "MOVE"].contains(name) else {
            throw IMAPSyntaxError(reason: "unknown command \(name)")
        }
        let numbers = try scanner.numberSet()
        try scanner.space()
        switch name {
        case "FETCH": return .fetch(numbers, try IMAPFetchParser.items(&scanner), byUID: byUID)
        case "COPY": return .copy(numbers, to: try scanner.astring(), byUID: byUID)
        case "MOVE": return .move(numbers, to: try scanner.astring(), byUID: byUID)
        default: return try store(numbers, byUID: byUID, &scanner)
        }
    }

    private static func store(
        _ numbers: IMAPNumberSet, byUID: Bool, _ scanner: inout IMAPScanner
    ) throws(IMAPSyntaxError) -> IMAPCommand {
        let change: FlagOperation = scanner.skip("+") ? .add : scanner.skip("-") ? .remove : .replace
        let item = try scanner.keyword()
        if item == "X-GM-LABELS", let change = LabelOperation(change) {
            try scanner.space()
            let names = try scanner.list { (inner) throws(IMAPSyntaxError) in try inner.astring() }
            return .label(numbers, change, names, byUID: byUID)
        }
        guard item == "FLAGS" || item == "FLAGS.SILENT" else { throw IMAPSyntaxError(reason: "cannot store \(item)") }
        try scanner.space()
        let flags = scanner.next == UInt8(ascii: "(") ? try flagList(&scanner) : try flagsWithoutList(&scanner)
        return .store(numbers, change, flags, silent: item == "FLAGS.SILENT", byUID: byUID)
    }

    private static func flagList(_ scanner: inout IMAPScanner) throws(IMAPSyntaxError) -> [MailFlag] {
        try scanner.list { (inner) throws(IMAPSyntaxError) in try inner.flag() }
    }

    private static func flagsWithoutList(_ scanner: inout IMAPScanner) throws(IMAPSyntaxError) -> [MailFlag] {
        var flags = [try scanner.flag()]
        while scanner.skip(" ") { flags.append(try scanner.flag()) }
        return flags
    }

    private static func id(_ scanner: inout IMAPScanner) throws(IMAPSyntaxError) -> IMAPCommand {
        guard scanner.next == UInt8(ascii: "(") else {
            guard try scanner.keyword() == "NIL" else { throw IMAPSyntaxError(reason: "expected NIL or a list") }
            return .id
        }
        _ = try scanner.list { (inner) throws(IMAPSyntaxError) in try inner.astring() }
        return .id
    }

    private static func login(_ scanner: inout IMAPScanner) throws(IMAPSyntaxError) -> IMAPCommand {
        let user = try scanner.astring()
        try scanner.space()
        return .login(user: user, password: try scanner.astring())
    }

    private static func authenticate(_ scanner: inout IMAPScanner) throws(IMAPSyntaxError) -> IMAPCommand {
        guard try scanner.keyword() == "PLAIN" else { throw IMAPSyntaxError(reason: "only PLAIN is offered") }
        guard scanner.skip(" ") else { return .authenticatePlain(initialResponse: nil) }
        let text = try scanner.run("a base64 response") { $0 > 32 && $0 < 127 }
        return .authenticatePlain(initialResponse: Array(text.utf8))
    }

    private static func pattern(_ scanner: inout IMAPScanner) throws(IMAPSyntaxError) -> String {
        try scanner.space()
        return try scanner.listMailbox()
    }

    /// LIST with RFC 6154's selection and return options.
    private static func list(_ scanner: inout IMAPScanner) throws(IMAPSyntaxError) -> IMAPCommand {
        let selects = scanner.next == UInt8(ascii: "(") ? try specialUseOptions(&scanner) : false
        if selects { try scanner.space() }
        let reference = try scanner.astring()
        let pattern = try pattern(&scanner)
        var status: [String] = []
        if scanner.skip(" ") {
            guard try scanner.keyword() == "RETURN" else { throw IMAPSyntaxError(reason: "expected RETURN") }
            try scanner.space()
            _ = try scanner.list { (inner) throws(IMAPSyntaxError) in
                switch try inner.keyword() {
                case "SPECIAL-USE": break
                case "STATUS":
                    try inner.space()
                    status = try inner.list { (items) throws(IMAPSyntaxError) in try items.keyword() }
                default: throw IMAPSyntaxError(reason: "unknown LIST option")
                }
            }
        }
        return .list(reference: reference, pattern: pattern, onlySpecialUse: selects, status: status)
    }

    private static func specialUseOptions(_ scanner: inout IMAPScanner) throws(IMAPSyntaxError) -> Bool {
        let options = try scanner.list { (inner) throws(IMAPSyntaxError) in try inner.keyword() }
        guard options.allSatisfy({ $0 == "SPECIAL-USE" }) else { throw IMAPSyntaxError(reason: "unknown LIST option") }
        return !options.isEmpty
    }

    private static func status(_ scanner: inout IMAPScanner) throws(IMAPSyntaxError) -> IMAPCommand {
        let mailbox = try scanner.astring()
        try scanner.space()
        return .status(mailbox, try scanner.list { (inner) throws(IMAPSyntaxError) in try inner.keyword() })
    }

    private static func append(_ scanner: inout IMAPScanner) throws(IMAPSyntaxError) -> IMAPCommand {
        let mailbox = try scanner.astring()
        try scanner.space()
        var flags: [MailFlag] = []
        if scanner.next == UInt8(ascii: "(") {
            flags = try flagList(&scanner)
            try scanner.space()
        }
        guard scanner.next == UInt8(ascii: "\"") else {
            return .append(to: mailbox, flags: flags, date: nil, bytes: try scanner.literal())
        }
        let date = try scanner.dateTime()
        try scanner.space()
        return .append(to: mailbox, flags: flags, date: date, bytes: try scanner.literal())
    }
}
