/// One header field as it was sent, unfolded (RFC 5322 section 2.2.3).
public struct HeaderField: Hashable, Sendable {
    /// As written; compared without regard to case.
    public let name: String
    /// The body of the field after the colon, unfolded and trimmed, its encoded words not decoded.
    public let value: String
    /// The same in bytes, for fields that were sent in a character set without saying so.
    let bytes: [UInt8]

    public init(name: String, value: String) {
        self.init(name: name, bytes: Array(value.utf8))
    }

    init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
        value = String(decoding: bytes, as: UTF8.self)
    }

    /// The value for people: encoded words (RFC 2047) and undeclared 8-bit text decoded.
    public var decoded: String { HeaderDecoder.text(bytes) }
}

/// The header fields of a mail, a part or one block of a report, in their order.
public struct HeaderFields: Hashable, Sendable, Sequence {
    public let fields: [HeaderField]

    public init(_ fields: [HeaderField] = []) { self.fields = fields }

    /// The fields of a header block exactly as sent: nothing is decoded and no library is used, so this works on any
    /// block. Empty when there is no field; reads at most `limit` bytes.
    public init(block: [UInt8], limit: Int = MailLimits.default.maxHeaderBytes) {
        self.init(HeaderBlock(block[...], limit: limit).fields)
    }

    public func makeIterator() -> IndexingIterator<[HeaderField]> { fields.makeIterator() }
    public var isEmpty: Bool { fields.isEmpty }

    /// The value of the first field of that name, in whatever letter case.
    public func first(_ name: String) -> String? { field(name)?.value }

    /// The values of all fields of that name, in their order.
    public func all(_ name: String) -> [String] {
        fields.filter { $0.name.equalsIgnoringASCIICase(name) }.map(\.value)
    }

    public func contains(_ name: String) -> Bool { field(name) != nil }

    /// The first field of that name.
    public func field(_ name: String) -> HeaderField? {
        fields.first { $0.name.equalsIgnoringASCIICase(name) }
    }
}

extension String {
    func equalsIgnoringASCIICase(_ other: String) -> Bool {
        utf8.count == other.utf8.count
            && zip(utf8, other.utf8).allSatisfy { $0 == $1 || ($0.asciiLowercased == $1.asciiLowercased) }
    }
}

extension UInt8 {
    var asciiLowercased: UInt8 { (0x41...0x5A).contains(self) ? self + 0x20 : self }
    var isASCIILetter: Bool { (0x61...0x7A).contains(asciiLowercased) }
    var isBlank: Bool { self == 0x20 || self == 0x09 }
    var isWhitespace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
