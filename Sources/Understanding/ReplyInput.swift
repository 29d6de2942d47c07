package import Correspondence
import MIME

/// A person's input to be read: a whole mail, or only a body.
package enum ReplyInput: Sendable, Hashable {
    /// RFC 5322 bytes.
    case mail([UInt8])
    case plainBody(String)
    case htmlBody(String)

    /// Decided by the file's name if it tells (`.eml`, `.html`), otherwise by its beginning: text that begins with the header of a
    /// mail is a mail.
    package init(_ bytes: [UInt8], fileName: String) {
        let name = fileName.lowercased()
        if name.hasSuffix(".eml") || MailHeaderStart.isHeader(bytes) {
            self = .mail(bytes)
        } else if name.hasSuffix(".html") || name.hasSuffix(".htm") {
            self = .htmlBody(String(decoding: bytes, as: UTF8.self))
        } else {
            self = .plainBody(String(decoding: bytes, as: UTF8.self))
        }
    }
}

/// Tells the header of a mail from a text that happens to begin with a word and a colon.
enum MailHeaderStart {
    /// Fields that real mail begins with and no letter does; `phone:` and the like are not among them.
    private static let names: Set<String> = [
        "return-path", "delivered-to", "received", "from", "to", "cc", "subject", "date", "message-id", "mime-version",
        "content-type", "reply-to", "sender", "in-reply-to", "references", "auto-submitted", "dkim-signature",
        "authentication-results", "arc-seal", "x-received", "envelope-to",
    ]

    /// Whether every line up to the first empty one is a field or continues one (RFC 5322 section 2.2), the first is a field that
    /// mail begins with, and a second field or the empty line follows.
    static func isHeader(_ bytes: [UInt8]) -> Bool {
        var fields = 0
        for (index, line) in bytes.prefix(262_144).split(
            separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false
        ).enumerated() {
            if line.isBlank { return fields > 0 }
            if line.first == 0x20 || line.first == 0x09 {
                guard fields > 0 else { return false }
                continue
            }
            if index == 0, line.starts(with: "From ".utf8) { continue }
            guard let name = fieldName(line) else { return false }
            if fields == 0, !names.contains(name) { return false }
            fields += 1
        }
        return fields > 1
    }

    private static func fieldName(_ line: ArraySlice<UInt8>) -> String? {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let name = line[..<colon]
        guard (1...76).contains(name.count), name.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        return String(decoding: name, as: UTF8.self).lowercased()
    }
}

extension ArraySlice<UInt8> {
    /// Whether it is only white space.
    fileprivate var isBlank: Bool { allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) } }
}

extension OwnMail {
    /// A mail of ours that a person names, recognised like replies. HTML alone is read as its text.
    package init(_ bytes: [UInt8], fileName: String) {
        self =
            switch ReplyInput(bytes, fileName: fileName) {
            case .mail(let source): .rendered(source)
            case .plainBody(let text): .text(text)
            case .htmlBody(let html): .text(HTMLText(html).text)
            }
    }
}
