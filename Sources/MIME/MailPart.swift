/// A media type with its parameters (RFC 2045 section 5); type and subtype are lower-case.
public struct ContentType: Hashable, Sendable {
    public let type: String
    public let subtype: String
    /// Names are lower-case, values decoded (RFC 2231).
    public let parameters: [String: String]

    public init(type: String, subtype: String, parameters: [String: String] = [:]) {
        self.type = type
        self.subtype = subtype
        self.parameters = parameters
    }

    /// `type/subtype`.
    public var essence: String { "\(type)/\(subtype)" }
    public static let plainText = ContentType(type: "text", subtype: "plain")
}

/// A node of a mail's MIME tree.
public struct MailPart: Sendable {
    /// The content of a part.
    public enum Content: Sendable {
        /// Bytes without their transfer encoding, at most `MailLimits.maxTextBytes`.
        case data([UInt8])
        case parts([MailPart])
        /// The one part of an embedded mail, and that mail's headers.
        indirect case message(MailHeaders, MailPart?)
    }

    public let contentType: ContentType
    /// `attachment`, `inline` or anything else that was written, lower-case; nil when nothing was.
    public let disposition: String?
    public let filename: String?
    public let fields: HeaderFields
    public let content: Content

    public var charset: String? { contentType.parameters["charset"] }

    /// The parts directly below: of a multipart, or the root of an embedded mail.
    public var children: [MailPart] {
        switch content {
        case .data: []
        case .parts(let parts): parts
        case .message(_, let root): root.map { [$0] } ?? []
        }
    }

    /// The bytes of a leaf; empty for others.
    public var data: [UInt8] {
        if case .data(let bytes) = content { bytes } else { [] }
    }

    /// Whether the part is offered as a file rather than shown: it says so, or it is neither text nor multipart.
    var isAttachment: Bool {
        if disposition == "attachment" { return true }
        switch content {
        case .parts: return false
        case .message: return true
        case .data: return contentType.type != "text" || (filename != nil && disposition != "inline")
        }
    }

    /// The header blocks of a `message/delivery-status`, `message/disposition-notification` or
    /// `message/feedback-report` (RFC 3464, 8098, 5965), or of returned headers (`text/rfc822-headers`).
    public var fieldGroups: [HeaderFields] {
        if case .message(let headers, _) = content { return [headers.fields] }
        return MIME.fieldGroups(in: data)
    }

    /// This part and everything below it, depth first.
    public var selfAndDescendants: [MailPart] {
        [self] + children.flatMap(\.selfAndDescendants)
    }
}
