import Text

/// The bytes of one command without its tag, cut where the client must wait for the server's `+`.
///
/// Free text goes in only through `append(string:)`, which quotes it or makes it a literal, so no argument can end the
/// line and start a command of its own (RFC 9051 section 4.3).
struct CommandText: Sendable {
    /// How literals may be announced (RFC 7888).
    enum Literals: Sendable {
        /// `{n}`, then wait for `+`.
        case synchronising
        /// `{n+}` for at most this many octets, without waiting.
        case nonSynchronising(upTo: Int)

        init(_ capabilities: CapabilitySet) {
            // LITERAL+ has no limit of its own; a server can only refuse a large literal early when it is asked first.
            if capabilities.contains(.literalPlus) {
                self = .nonSynchronising(upTo: 65_536)
            } else if capabilities.contains(.literalMinus) {
                self = .nonSynchronising(upTo: 4_096)
            } else {
                self = .synchronising
            }
        }
    }

    let literals: Literals
    /// UTF8=ACCEPT is in force: quoted strings and mailbox names may hold UTF-8.
    let utf8: Bool
    private(set) var segments: [[UInt8]] = [[]]

    init(_ start: String, literals: Literals = .synchronising, utf8: Bool = false) {
        self.literals = literals
        self.utf8 = utf8
        append(start)
    }

    /// Protocol words, numbers and sets: what our own types print, never text from outside.
    mutating func append(_ words: String) {
        precondition(words.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }, "free text outside append(string:)")
        segments[segments.count - 1].append(contentsOf: words.utf8)
    }

    mutating func append(string: String) throws(IMAPError) {
        try append(string: Array(string.utf8))
    }

    /// A quoted string where the grammar allows one, else a literal.
    mutating func append(string bytes: [UInt8]) throws(IMAPError) {
        guard bytes.count <= 1_000, bytes.allSatisfy(isQuotable) else { return try append(literal: bytes) }
        var quoted: [UInt8] = [ASCII.quote]
        quoted.reserveCapacity(bytes.count + 2)
        for byte in bytes {
            if byte == ASCII.quote || byte == ASCII.backslash { quoted.append(ASCII.backslash) }
            quoted.append(byte)
        }
        quoted.append(ASCII.quote)
        segments[segments.count - 1].append(contentsOf: quoted)
    }

    /// `{n}` and the octets. NUL cannot be sent in IMAP strings at all (RFC 9051 `CHAR8`).
    mutating func append(literal bytes: [UInt8]) throws(IMAPError) {
        guard !bytes.contains(ASCII.nul) else { throw .invalidArgument("a NUL octet cannot be sent") }
        if case .nonSynchronising(let limit) = literals, bytes.count <= limit {
            append("{\(bytes.count)+}")
            segments[segments.count - 1].append(contentsOf: [ASCII.carriageReturn, ASCII.lineFeed])
            segments[segments.count - 1].append(contentsOf: bytes)
        } else {
            append("{\(bytes.count)}")
            segments[segments.count - 1].append(contentsOf: [ASCII.carriageReturn, ASCII.lineFeed])
            segments.append(bytes)
        }
    }

    mutating func append(mailbox: MailboxName) throws(IMAPError) {
        let wire = mailbox.wire(utf8: utf8)
        guard !wire.isEmpty else { throw .invalidArgument("an empty mailbox name") }
        try append(string: wire)
    }

    mutating func append(flags: Set<Flag>) throws(IMAPError) {
        append("(")
        for (index, flag) in flags.map(\.rawValue).sorted().enumerated() {
            guard let valid = Flag(rawValue: flag), valid != .recent else {
                throw .invalidArgument("the flag \(String(displaying: flag.utf8, limit: 40)) cannot be set")
            }
            append(index == 0 ? valid.rawValue : " \(valid.rawValue)")
        }
        append(")")
    }

    /// The segments with the line end that closes the command.
    consuming func finished() -> [[UInt8]] {
        segments[segments.count - 1].append(contentsOf: [ASCII.carriageReturn, ASCII.lineFeed])
        return segments
    }

    private func isQuotable(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != 0x7F && (byte < 0x80 || utf8)
    }
}
