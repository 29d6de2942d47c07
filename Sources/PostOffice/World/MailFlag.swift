/// A message flag: a system flag such as `\Seen`, or a keyword such as `$MosaicHuman`.
///
/// Flags compare without regard to ASCII case (RFC 3501 section 2.3.2) and keep the spelling they were made with;
/// system flags take the RFC's spelling.
public struct MailFlag: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The flag as it is written on the wire.
    public let name: String
    private let folded: String

    public init(_ name: String) {
        folded = name.lowercased()
        self.name = Self.systemSpellings[folded] ?? name
    }

    public init(stringLiteral name: String) { self.init(name) }

    public static let seen: MailFlag = "\\Seen"
    public static let answered: MailFlag = "\\Answered"
    public static let flagged: MailFlag = "\\Flagged"
    public static let deleted: MailFlag = "\\Deleted"
    public static let draft: MailFlag = "\\Draft"

    /// The five flags every mailbox can keep.
    public static let system: [MailFlag] = [.answered, .flagged, .deleted, .seen, .draft]

    /// Whether the flag is a keyword, one that clients make up, rather than one of the system's.
    public var isKeyword: Bool { !name.hasPrefix("\\") }

    public var description: String { name }

    public static func == (left: MailFlag, right: MailFlag) -> Bool { left.folded == right.folded }
    public func hash(into hasher: inout Hasher) { hasher.combine(folded) }

    private static let systemSpellings = [
        "\\seen": "\\Seen", "\\answered": "\\Answered", "\\flagged": "\\Flagged", "\\deleted": "\\Deleted",
        "\\draft": "\\Draft",
    ]
}

/// How `MailWorld.store` treats the given flags (RFC 3501 section 6.4.6).
public enum FlagOperation: Hashable, Sendable {
    case add, remove, replace

    func applied(to flags: Set<MailFlag>, _ given: Set<MailFlag>) -> Set<MailFlag> {
        switch self {
        case .add: flags.union(given)
        case .remove: flags.subtracting(given)
        case .replace: given
        }
    }
}
