import Text

extension ByteCursor {
    /// `(item value item value …)`; items we never ask for are stepped over.
    mutating func fetch(utf8: Bool) throws(IMAPError) -> FetchResponse {
        var message = FetchedMessage(uid: .first)
        var uid: UID?
        try list { cursor throws(IMAPError) in
            let name = cursor.prefix { !$0.endsWord && $0 != ASCII.openBracket }
            if name.matches("UID") {
                cursor.skipSpaces()
                uid = try cursor.uid()
            } else {
                try cursor.fetchItem(name, into: &message, utf8: utf8)
            }
        }
        if let uid { message.uid = uid }
        return FetchResponse(message: message, hasUID: uid != nil)
    }

    private mutating func fetchItem(_ name: Word, into message: inout FetchedMessage, utf8: Bool) throws(IMAPError) {
        if peek == ASCII.openBracket {
            guard name.matches("BODY") else { return try skipSection() }
            return try bodySection(into: &message)
        }
        skipSpaces()
        if name.matches("FLAGS") {
            message.flags = try flagList()
        } else if name.matches("INTERNALDATE") {
            message.internalDate = InternalDate(parsing: try string())
        } else if name.matches("RFC822.SIZE") {
            message.size = try number()
        } else if name.matches("X-GM-THRID") {
            message.gmailThreadID = try number()
        } else if name.matches("X-GM-MSGID") {
            message.gmailMessageID = try number()
        } else if name.matches("X-GM-LABELS") {
            message.gmailLabels = try gmailLabels(utf8: utf8)
        } else if name.matches("MODSEQ") {
            try list { cursor throws(IMAPError) in message.modSequence = try cursor.number() }
        } else if name.isEmpty {
            throw malformed("expected the name of a FETCH item")
        } else {
            try skipValue()
        }
    }

    private mutating func bodySection(into message: inout FetchedMessage) throws(IMAPError) {
        let section = try section()
        if take(ASCII.lessThan) {
            _ = try number()
            try expect(ASCII.greaterThan)
        }
        skipSpaces()
        if let octets = try nstring() { message.sections[section] = octets }
    }

    /// `BINARY[1]`, `BINARY.SIZE[1]` and their like.
    private mutating func skipSection() throws(IMAPError) {
        _ = prefix { $0 != ASCII.closeBracket }
        try expect(ASCII.closeBracket)
        _ = prefix { !$0.endsWord }
        try skipValue()
    }

    private mutating func gmailLabels(utf8: Bool) throws(IMAPError) -> [String] {
        var labels: [String] = []
        try list { cursor throws(IMAPError) in
            labels.append(MailboxName(received: try cursor.astring(), utf8: utf8).text)
        }
        return labels
    }

    /// `[1.2.HEADER.FIELDS (From To)]` (RFC 9051 `section`).
    private mutating func section() throws(IMAPError) -> Section {
        try expect(ASCII.openBracket)
        var part: [Int] = []
        while let number = try optionalNumber() {
            guard part.count < limits.nesting else { throw .limitExceeded(.nesting) }
            guard let number = Int(exactly: number) else { throw malformed("part number too large") }
            part.append(number)
            guard take(ASCII.dot) else { break }
        }
        let content = try sectionContent()
        skipSpaces()
        try expect(ASCII.closeBracket)
        return Section(part: part, content: content)
    }

    private mutating func sectionContent() throws(IMAPError) -> Section.Content {
        let name = prefix { !$0.endsWord && $0 != ASCII.closeBracket }
        if name.isEmpty { return .whole }
        if name.matches("HEADER") { return .header }
        if name.matches("TEXT") { return .text }
        if name.matches("MIME") { return .mime }
        if name.matches("HEADER.FIELDS") { return .headerFields(try headerFieldNames()) }
        if name.matches("HEADER.FIELDS.NOT") { return .headerFieldsNot(try headerFieldNames()) }
        throw malformed("unknown section")
    }

    private mutating func headerFieldNames() throws(IMAPError) -> Set<String> {
        skipSpaces()
        var names: Set<String> = []
        try list { cursor throws(IMAPError) in
            names.insert(String(decoding: try cursor.astring(), as: UTF8.self).asciiUppercased)
        }
        return names
    }
}
