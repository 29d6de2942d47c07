/// Chooses the texts of a mail that its reader sees (RFC 2046 section 5.1).
struct BodySelection {
    private(set) var attachments: [ParsedMail.Attachment] = []
    private(set) var defects: Set<MailDefect> = []
    private var texts: [String] = []
    private var htmls: [String] = []
    private let limit: Int

    init(_ root: MailPart, limit: Int) {
        self.limit = limit
        visit(root)
        if texts.isEmpty, htmls.isEmpty { defects.insert(.noBody) }
    }

    var text: String? { texts.isEmpty ? nil : texts.joined(separator: "\n") }
    var html: String? { htmls.isEmpty ? nil : htmls.joined(separator: "\n") }

    private mutating func visit(_ part: MailPart) {
        switch part.contentType.essence {
        case "multipart/report": visitReport(part)
        // A signature and an encryption envelope follow their one content (RFC 1847).
        case "multipart/signed": part.children.first.map { visit($0) }
        case "multipart/encrypted": attachments += part.children.map(attachment)
        default:
            if case .parts(let children) = part.content {
                for child in children { visit(child) }
            } else if part.isAttachment {
                attachments.append(attachment(part))
            } else {
                show(part)
            }
        }
    }

    /// Only the first part of a report is for people (RFC 6522 section 3).
    private mutating func visitReport(_ report: MailPart) {
        guard let first = report.children.first else { return }
        visit(first)
        attachments += report.children.dropFirst().map(attachment)
    }

    private mutating func show(_ part: MailPart) {
        let decoded = CharsetDecoder.decode(part.data, charset: part.charset)
        defects.formUnion(decoded.defects)
        switch part.contentType.subtype {
        case "html": htmls.append(decoded.text)
        case "plain", "enriched", "markdown":
            texts.append(unwrapped(decoded.text.withLineFeeds, part.contentType.parameters))
        default: attachments.append(attachment(part))
        }
    }

    private func unwrapped(_ text: String, _ parameters: [String: String]) -> String {
        guard parameters["format"]?.lowercased() == "flowed" else { return text }
        return FormatFlowed.unwrap(text, deletesSpace: parameters["delsp"]?.lowercased() == "yes")
    }

    private func attachment(_ part: MailPart) -> ParsedMail.Attachment {
        ParsedMail.Attachment(
            filename: part.filename, contentType: part.contentType.essence, isInline: part.disposition == "inline")
    }
}

extension String {
    /// CR LF and lone CR as LF.
    var withLineFeeds: String {
        var source = self
        let changed = source.withUTF8 { bytes -> String? in
            guard bytes.contains(0x0D) else { return nil }
            return String(unsafeUninitializedCapacity: bytes.count) { buffer in
                var count = 0
                var previous: UInt8 = 0
                for byte in bytes {
                    if byte != 0x0A || previous != 0x0D {
                        buffer[count] = byte == 0x0D ? 0x0A : byte
                        count += 1
                    }
                    previous = byte
                }
                return count
            }
        }
        return changed ?? self
    }
}
