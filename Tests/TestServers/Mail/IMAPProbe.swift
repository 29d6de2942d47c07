/// One logged-in IMAP session that looks at mailboxes and changes them for a test, independent of the client under test.
///
/// It speaks just enough IMAP4rev1 (RFC 3501) for servers that behave, in clear over loopback.
final class IMAPProbe {
    /// One untagged response; each literal stands in the text as `{n}` and follows in `literals`.
    struct Response {
        var text: String
        var literals: [[UInt8]]
    }

    private let wire: Wire
    private var commands = 0

    init(port: UInt16, account: MailAccount) throws {
        wire = try Wire(port: port)
        _ = try wire.readLine()
        try command("LOGIN \(quoted(account.address)) \(quoted(account.password))")
    }

    /// Sends a command and gives the untagged responses and the text after `OK`.
    @discardableResult
    func command(_ text: String) throws -> (untagged: [Response], completion: String) {
        let tag = try begin(text)
        return try finish(tag, of: text)
    }

    /// APPEND with a synchronising literal.
    /// - Returns: the UID where the server tells it (UIDPLUS, RFC 4315).
    func append(_ bytes: [UInt8], to mailbox: String, flags: [String], date: String?) throws -> UInt32? {
        let when = date.map { " \"\($0)\"" } ?? ""
        let text = "APPEND \(quoted(mailbox)) (\(flags.joined(separator: " ")))\(when) {\(bytes.count)}"
        let tag = try begin(text)
        var line = try wire.readLine()
        while line.hasPrefix("* ") { line = try wire.readLine() }
        guard line.hasPrefix("+") else { throw TestServerError("\(text): \(line)") }
        try wire.write(bytes + Array("\r\n".utf8))
        let completion = try finish(tag, of: text).completion
        return number(after: "APPENDUID ", skippingWords: 1, in: completion)
    }

    func select(_ mailbox: String) throws -> MailboxState {
        let (untagged, _) = try command("SELECT \(quoted(mailbox))")
        let lines = untagged.map(\.text)
        func find(_ key: String) -> UInt32 { lines.lazy.compactMap { number(after: key, in: $0) }.first ?? 0 }
        let exists = lines.lazy.filter { $0.hasSuffix(" EXISTS") }.compactMap { Int($0.split(separator: " ")[1]) }.first
        return MailboxState(uidValidity: find("[UIDVALIDITY "), uidNext: find("[UIDNEXT "), exists: exists ?? 0)
    }

    /// Every message of the selected mailbox, by UID.
    func fetchAll() throws -> [StoredMessage] {
        let (untagged, _) = try command("UID FETCH 1:* (UID FLAGS BODY.PEEK[])")
        return untagged.compactMap(message).sorted { $0.uid < $1.uid }
    }

    func logout() {
        // The session is over either way.
        _ = try? command("LOGOUT")
    }

    private func begin(_ text: String) throws -> String {
        commands += 1
        let tag = "p\(commands)"
        try wire.write("\(tag) \(text)\r\n")
        return tag
    }

    private func finish(_ tag: String, of text: String) throws -> (untagged: [Response], completion: String) {
        var untagged: [Response] = []
        while true {
            let response = try readResponse()
            guard response.text.hasPrefix(tag + " ") else {
                untagged.append(response)
                continue
            }
            guard response.text.hasPrefix(tag + " OK") else { throw TestServerError("\(text): \(response.text)") }
            return (untagged, response.text)
        }
    }

    private func readResponse() throws -> Response {
        var response = Response(text: try wire.readLine(), literals: [])
        while let count = literalCount(atEndOf: response.text) {
            response.literals.append(try wire.read(exactly: count))
            response.text += try wire.readLine()
        }
        return response
    }

    private func message(_ response: Response) -> StoredMessage? {
        guard let uid = number(after: "UID ", in: response.text), let bytes = response.literals.first,
            let flags = response.text.range(between: "FLAGS (", and: ")")
        else { return nil }
        let words = flags.split(separator: " ").map(String.init)
        return StoredMessage(uid: uid, flags: Set(words).subtracting(["\\Recent"]), bytes: bytes)
    }
}

/// An IMAP quoted string.
func quoted(_ text: String) -> String {
    "\"" + text.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] } + "\""
}

private func literalCount(atEndOf line: String) -> Int? {
    guard line.hasSuffix("}"), let open = line.lastIndex(of: "{") else { return nil }
    return Int(line[line.index(after: open)...].dropLast())
}

private func number(after key: String, skippingWords skipped: Int = 0, in text: String) -> UInt32? {
    guard let rest = text.after(key) else { return nil }
    let words = rest.split(separator: " ")
    guard words.count > skipped else { return nil }
    return UInt32(words[skipped].prefix { $0.isNumber })
}

extension String {
    /// What follows the first occurrence of a key.
    fileprivate func after(_ key: String) -> Substring? {
        var rest = self[...]
        while !rest.isEmpty {
            if rest.hasPrefix(key) { return rest.dropFirst(key.count) }
            rest = rest.dropFirst()
        }
        return nil
    }

    fileprivate func range(between open: String, and close: Character) -> Substring? {
        after(open)?.prefix { $0 != close }
    }
}
