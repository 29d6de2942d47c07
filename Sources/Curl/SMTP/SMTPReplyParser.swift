/// Assembles the server's bytes into replies, however they were split (RFC 5321 section 4.2.1).
struct SMTPReplyParser: Sendable {
    /// The stream is not SMTP, or a reply does not end.
    struct Garbled: Error, Equatable {
        let reason: String
    }

    /// RFC 5321 section 4.5.3.1.5 allows 512; servers with long policy texts send more.
    private static let maxLineBytes = 4096
    private static let maxLines = 128

    private var line: [UInt8] = []
    private var lines: [String] = []

    /// Whether no reply has begun.
    var isBetweenReplies: Bool { line.isEmpty && lines.isEmpty }

    /// Takes the next bytes and returns the replies they complete.
    mutating func take(_ bytes: some Sequence<UInt8>) throws(Garbled) -> [SMTPReply] {
        var replies: [SMTPReply] = []
        for byte in bytes {
            guard byte == 0x0A else {
                guard line.count < Self.maxLineBytes else { throw Garbled(reason: "a reply line is too long") }
                line.append(byte)
                continue
            }
            if let reply = try endLine() { replies.append(reply) }
        }
        return replies
    }

    private mutating func endLine() throws(Garbled) -> SMTPReply? {
        if line.last == 0x0D { line.removeLast() }
        defer { line.removeAll(keepingCapacity: true) }
        guard let code = Self.code(line) else { throw Garbled(reason: "a line has no reply code") }
        guard lines.count < Self.maxLines else { throw Garbled(reason: "a reply has too many lines") }
        lines.append(Self.text(line.dropFirst(4)))
        if line.count > 3, line[3] == UInt8(ascii: "-") { return nil }
        defer { lines = [] }
        return SMTPReply(code: code, lines: lines)
    }

    /// Three digits, then nothing, a space or a hyphen.
    private static func code(_ line: [UInt8]) -> Int? {
        guard line.count >= 3, line[..<3].allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        guard line.count == 3 || line[3] == 0x20 || line[3] == UInt8(ascii: "-") else { return nil }
        return line[..<3].reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// The form that a log may show: no control characters, whatever the server sent.
    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.map { $0 < 0x20 || $0 == 0x7F ? 0x20 : $0 }, as: UTF8.self)
    }
}
