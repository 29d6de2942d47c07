/// Collects the bytes a session answers with.
struct IMAPReply: Sendable {
    private(set) var bytes: [UInt8] = []
    /// Whether the connection ends after these bytes.
    var closes = false

    mutating func line(_ text: String) {
        bytes += text.utf8
        bytes += Ascii.crlf
    }

    mutating func untagged(_ text: String) { line("* " + text) }

    mutating func ok(_ tag: String, _ text: String) { line("\(tag) OK \(text)") }
    mutating func no(_ tag: String, _ text: String) { line("\(tag) NO \(text)") }
    mutating func bad(_ tag: String, _ text: String) { line("\(tag) BAD \(text)") }

    mutating func raw(_ text: String) { bytes += text.utf8 }

    mutating func literal(_ content: some Collection<UInt8>) {
        raw("{\(content.count)}\r\n")
        bytes += content
    }

    mutating func bye(_ text: String) {
        untagged("BYE " + text)
        closes = true
    }
}

extension Set<MailFlag> {
    /// `(\Seen $Keyword)`, system flags first, in a steady order.
    var imapList: String {
        let keywords = filter(\.isKeyword).map(\.name).sorted()
        let system = MailFlag.system.filter(contains).map(\.name)
        return "(" + (system + keywords).joined(separator: " ") + ")"
    }
}

extension String {
    /// As an IMAP quoted string; names with line breaks do not occur in a world.
    var imapQuoted: String {
        "\"" + replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}

extension Sequence<UInt32> {
    /// Rising UIDs as a compact sequence set: `1:3,7`.
    var imapSet: String {
        var spans: [(first: UInt32, last: UInt32)] = []
        for uid in self {
            if let last = spans.last, last.last &+ 1 == uid {
                spans[spans.count - 1].last = uid
            } else {
                spans.append((uid, uid))
            }
        }
        return spans.map { $0.first == $0.last ? "\($0.first)" : "\($0.first):\($0.last)" }.joined(separator: ",")
    }
}
