/// A message flag: a system flag such as `\Seen`, or a keyword such as `$MosaicHuman`.
///
/// Flags compare without regard to ASCII case (RFC 3501 section 2.3.2) and keep the spelling they were made with;
/// system flags take the RFC's spelling.
package struct MailFlag: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The flag as it is written on the wire.
    package let name: String
    private let folded: String

    package init(_ name: String) {
        folded = name.lowercased()
        self.name = Self.systemSpellings[folded] ?? name
    }

    package init(stringLiteral name: String) { self.init(name) }

    package static let seen: MailFlag = "\\Seen"
    package static let answered: MailFlag = "\\Answered"
    package static let flagged: MailFlag = "\\Flagged"
    package static let deleted: MailFlag = "\\Deleted"
    package static let draft: MailFlag = "\\Draft"

    /// The five flags every mailbox can keep.
    package static let system: [MailFlag] = [.answered, .flagged, .deleted, .seen, .draft]

    /// Whether the flag is a keyword, one that clients make up, rather than one of the system's.
    package var isKeyword: Bool { !name.hasPrefix("\\") }

    package var description: String { name }

    package static func == (left: MailFlag, right: MailFlag) -> Bool { left.folded == right.folded }
    package func hash(into hasher: inout Hasher) { hasher.combine(folded) }

    private static let systemSpellings = [
        "\\seen": "\\Seen", "\\answered": "\\Answered", "\\flagged": "\\Flagged", "\\deleted": "\\Deleted",
        "\\draft": "\\Draft",
    ]
}

/// How `MailWorld.store` treats the given flags (RFC 3501 section 6.4.6).
package enum FlagOperation: Hashable, Sendable {
    case add, remove, replace

    func applied(to flags: Set<MailFlag>, _ given: Set<MailFlag>) -> Set<MailFlag> {
        switch self {
        case .add: flags.union(given)
        case .remove: flags.subtracting(given)
        case .replace: given
        }
    }
}

/// How `MailWorld.label` treats the given label of Gmail's.
package enum LabelOperation: Hashable, Sendable {
    case add, remove

    /// Nil for a replacement, which would take messages out of the mailbox they lie in.
    init?(_ operation: FlagOperation) {
        switch operation {
        case .add: self = .add
        case .remove: self = .remove
        case .replace: return nil
        }
    }
}
