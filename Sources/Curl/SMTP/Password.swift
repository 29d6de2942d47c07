/// A secret that no description, dump or mirror shows.
public struct Password: Sendable, Hashable, ExpressibleByStringLiteral {
    let secret: String

    public init(_ secret: String) {
        self.secret = secret
    }

    public init(stringLiteral value: String) {
        self.init(value)
    }

    var isEmpty: Bool { secret.isEmpty }
}

extension Password: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "‹hidden›" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
