package import Timing

/// A mail in the making: header fields and a body, written out as RFC 5322 and MIME by `bytes`.
///
/// The same mail always gives the same bytes: ids, dates and boundaries come from what it was made with.
package struct MailText: Hashable, Sendable {
    /// One header field; the value in plain text, encoded as needed when written out.
    package struct Field: Hashable, Sendable {
        package let name: String
        package let value: String
    }

    package enum Body: Hashable, Sendable {
        case plain(String)
        case html(String)
        /// The same in both forms, `multipart/alternative`.
        case alternative(plain: String, html: String)
        /// Ready-made parts under this multipart subtype and its further parameters, such as `; report-type=…`.
        case multipart(subtype: String, parameters: String, parts: [Part])
    }

    /// A body part with its own type.
    package struct Part: Hashable, Sendable {
        package let contentType: String
        package let text: String

        package init(contentType: String, text: String) {
            self.contentType = contentType
            self.text = text
        }
    }

    package private(set) var fields: [Field]
    package var body: Body
    package var transferEncoding = TransferEncoding.automatic

    /// A mail with the headers every mail has.
    ///
    /// - Parameters:
    ///   - messageID: without angle brackets.
    ///   - inReplyTo: the id answered to, and `references` those before it and it, all without angle brackets.
    package init(
        from sender: Person, to recipients: [Person], subject: String, messageID: String, date: Timestamp,
        inReplyTo: String? = nil, references: [String] = [], body: Body
    ) {
        fields = [
            Field(name: "Date", value: date.rfc5322),
            Field(name: "From", value: sender.headerValue),
            Field(name: "To", value: recipients.map(\.headerValue).joined(separator: ", ")),
            Field(name: "Subject", value: subject),
            Field(name: "Message-ID", value: "<\(messageID)>"),
        ]
        self.body = body
        if let inReplyTo { self["In-Reply-To"] = "<\(inReplyTo)>" }
        if !references.isEmpty { self["References"] = references.map { "<\($0)>" }.joined(separator: " ") }
    }

    /// The first field of this name. Setting replaces it where it stands or adds it at the end; nil removes all of them.
    package subscript(_ name: String) -> String? {
        get { fields.first { Ascii.equal($0.name, name) }?.value }
        set {
            let index = fields.firstIndex { Ascii.equal($0.name, name) }
            switch (newValue, index) {
            case (nil, _): fields.removeAll { Ascii.equal($0.name, name) }
            case (let value?, let index?): fields[index] = Field(name: name, value: value)
            case (let value?, nil): fields.append(Field(name: name, value: value))
            }
        }
    }

    /// The whole message with CRLF line ends.
    package var bytes: [UInt8] {
        let header = fields.flatMap { HeaderFolding.field($0.name, EncodedWord.encode($0.value)) }
        return header + HeaderFolding.field("MIME-Version", "1.0") + content
    }

    private var content: [UInt8] {
        switch body {
        case .plain(let text): part("text/plain; charset=utf-8", text)
        case .html(let text): part("text/html; charset=utf-8", text)
        case .alternative(let plain, let html):
            multipart(
                "alternative", "",
                [
                    Part(contentType: "text/plain; charset=utf-8", text: plain),
                    Part(contentType: "text/html; charset=utf-8", text: html),
                ])
        case .multipart(let subtype, let parameters, let parts): multipart(subtype, parameters, parts)
        }
    }

    /// Headers of a part, the empty line, its text, and a line end.
    private func part(_ contentType: String, _ text: String) -> [UInt8] {
        let (name, encoded) = transferEncoding.encode(text)
        return HeaderFolding.field("Content-Type", contentType)
            + HeaderFolding.field("Content-Transfer-Encoding", name) + Ascii.crlf + encoded + Ascii.crlf
    }

    private func multipart(_ subtype: String, _ parameters: String, _ parts: [Part]) -> [UInt8] {
        let boundary = boundary
        var content = HeaderFolding.field(
            "Content-Type", "multipart/\(subtype); boundary=\"\(boundary)\"\(parameters)")
        for one in parts {
            content += Array("\r\n--\(boundary)\r\n".utf8) + part(one.contentType, one.text)
        }
        return content + Array("\r\n--\(boundary)--\r\n".utf8)
    }

    /// From the Message-ID by FNV-1a, with characters in it that no encoded text contains in a row.
    private var boundary: String {
        let hash = (self["Message-ID"] ?? "").utf8.reduce(UInt64(14_695_981_039_346_656_037)) {
            ($0 ^ UInt64($1)) &* 1_099_511_628_211
        }
        return "=_part_\(String(hash, radix: 16))"
    }
}
