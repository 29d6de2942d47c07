import Correspondence
import TestServers
import Timing

/// Mail that a person wrote, as text of RFC 5322.
struct Letter: Sendable {
    var from: String
    var to: [String]
    var copies: [String] = []
    var subject: String
    var id: String
    var inReplyTo: String?
    var references: [String] = []
    var fields: [(name: String, value: String)] = []
    var text: String

    var bytes: String {
        var lines = [
            "From: \(from)", "To: \(to.joined(separator: ", "))", "Subject: \(subject)", "Message-ID: <\(id)>",
            "Date: \(SystemWallClock().now.rfc5322)", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
        ]
        if !copies.isEmpty { lines.append("Cc: \(copies.joined(separator: ", "))") }
        if let inReplyTo { lines.append("In-Reply-To: <\(inReplyTo)>") }
        if !references.isEmpty { lines.append("References: " + references.map { "<\($0)>" }.joined(separator: " ")) }
        lines += fields.map { "\($0.name): \($0.value)" }
        return lines.joined(separator: "\n") + "\n\n" + text + "\n"
    }

    /// An answer to this letter by its first recipient.
    func reply(_ text: String, id: String? = nil, copies: [String] = []) -> Letter {
        Letter(
            from: to[0], to: [from], copies: copies, subject: subject.hasPrefix("Re: ") ? subject : "Re: " + subject,
            id: id ?? Self.freshID(at: "creators.example"), inReplyTo: self.id, references: references + [self.id],
            text: text)
    }

    static func freshID(at domain: String) -> String { "\(UInt64.random(in: 0 ... .max))@\(domain)" }
}

/// What a correspondent finds in their mailbox, as far as a test looks at it.
struct ReceivedMail: Sendable, Hashable {
    private let fields: [String: [String]]
    /// The decoded text without its last line break.
    let text: String

    init(_ message: StoredMessage) { self.init(message.bytes) }

    init(_ bytes: [UInt8]) {
        let mail = String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
        let parts = mail.split(separator: "\n\n", maxSplits: 1)
        let lines = (parts.first ?? "").replacing("\n ", with: " ").replacing("\n\t", with: " ").split(separator: "\n")
        fields = lines.reduce(into: [:]) { fields, line in
            guard let colon = line.firstIndex(of: ":") else { return }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            fields[line[..<colon].lowercased(), default: []].append(String(value))
        }
        let body = String(parts.count > 1 ? parts[1] : "")
        let isQuoted = fields["content-transfer-encoding"]?.first == "quoted-printable"
        text = (isQuoted ? Self.unquoted(body) : body).trimmed
    }

    /// The only value of a field; nil when there is none or more than one.
    subscript(_ name: String) -> String? {
        let values = fields[name.lowercased()] ?? []
        return values.count == 1 ? values[0] : nil
    }

    var references: [String] { (self["References"] ?? "").split(separator: " ").map(String.init) }

    /// RFC 2045 section 6.7.
    private static func unquoted(_ body: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(body.replacing("=\n", with: "").utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "="), let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
                bytes.append(code)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension String {
    fileprivate var trimmed: String {
        var text = self[...]
        while text.last?.isNewline == true { text = text.dropLast() }
        return String(text)
    }
}
