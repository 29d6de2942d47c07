/// A server's reply, every line of it (RFC 5321 section 4.2).
public struct SMTPReply: Sendable, Hashable {
    public let code: Int
    /// The lines without code and separator; control characters became spaces.
    public let lines: [String]

    public init(code: Int, lines: [String]) {
        self.code = code
        self.lines = lines
    }

    /// The enhanced status code the first line begins with, when its class fits the reply code.
    public var enhanced: EnhancedStatusCode? {
        guard let status = lines.first.flatMap(EnhancedStatusCode.init(beginning:)), status.class == code / 100 else {
            return nil
        }
        return status
    }

    /// All lines as one.
    public var text: String { lines.joined(separator: " ") }

    public var isPositive: Bool { (200..<300).contains(code) }
    public var isTransientRefusal: Bool { (400..<500).contains(code) }
    var isPermanentRefusal: Bool { (500..<600).contains(code) }
}

extension SMTPReply: CustomStringConvertible {
    public var description: String { text.isEmpty ? "\(code)" : "\(code) \(text)" }
}

/// An enhanced mail system status code such as 5.1.1 (RFC 3463, RFC 2034).
public struct EnhancedStatusCode: Sendable, Hashable, CustomStringConvertible {
    public let `class`: Int
    public let subject: Int
    public let detail: Int

    public init(_ class: Int, _ subject: Int, _ detail: Int) {
        self.class = `class`
        self.subject = subject
        self.detail = detail
    }

    public var description: String { "\(`class`).\(subject).\(detail)" }

    /// Reads the code at the start of a reply line; subject and detail have one to three digits.
    init?(beginning line: String) {
        let word = line.utf8.prefix { $0 != 0x20 }
        guard word.count <= 9 else { return nil }
        let parts = word.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 1 else { return nil }
        let numbers = parts.compactMap(Self.number)
        guard numbers.count == 3, [2, 4, 5].contains(numbers[0]) else { return nil }
        self.init(numbers[0], numbers[1], numbers[2])
    }

    private static func number(_ digits: Substring.UTF8View) -> Int? {
        guard (1...3).contains(digits.count) else { return nil }
        return digits.reduce(0 as Int?) { sum, digit in
            (0x30...0x39).contains(digit) ? sum.map { $0 * 10 + Int(digit - 0x30) } : nil
        }
    }
}
