/// How much a server may send. A value equal to a limit is accepted, one more is not.
public struct ParserLimits: Sendable, Hashable {
    /// Octets of one response outside its literals, line ends included. A SEARCH answer is one line: 8 MiB hold a million UIDs.
    public var lineLength: Int
    /// Octets of one literal, so of one message.
    public var literalSize: Int
    /// Octets of one response with all its literals, and of all responses kept for one command other than FETCH.
    public var responseSize: Int
    /// How deep parentheses may nest.
    public var nesting: Int
    /// Members of all lists of one response together, numbers of one set after expansion, and responses to one command.
    public var elements: Int

    public init(
        lineLength: Int = 8 << 20, literalSize: Int = 64 << 20, responseSize: Int = 96 << 20, nesting: Int = 32,
        elements: Int = 1 << 20
    ) {
        self.lineLength = lineLength
        self.literalSize = literalSize
        self.responseSize = responseSize
        self.nesting = nesting
        self.elements = elements
    }

    /// The limit that was exceeded.
    public enum Kind: String, Sendable, Hashable {
        case lineLength = "line length"
        case literalSize = "literal size"
        case responseSize = "response size"
        case nesting = "nesting"
        case elements = "number of elements"
    }
}

extension ParserLimits.Kind: CustomStringConvertible {
    public var description: String { rawValue }
}
