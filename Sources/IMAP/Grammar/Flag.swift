import Text

/// A message flag: a system flag such as `\Seen`, or a keyword such as `$Junk` (RFC 9051 section 2.3.2).
///
/// Flags compare without regard to ASCII case.
public struct Flag: RawRepresentable, Sendable, CustomStringConvertible {
    public let rawValue: String
    private let folded: String

    /// Nil unless the text is a flag the grammar allows: an atom, or a backslash and an atom.
    public init?(rawValue: String) {
        let bytes = rawValue.utf8
        let atom = bytes.first == ASCII.backslash ? bytes.dropFirst() : bytes[...]
        guard !atom.isEmpty, atom.allSatisfy(\.isAtomCharacter) else { return nil }
        self.init(received: rawValue)
    }

    /// Flags from a server are kept as sent: some use characters that the grammar does not allow.
    init(received rawValue: String) {
        self.rawValue = rawValue
        folded = rawValue.asciiUppercased
    }

    public static let seen = Flag(received: "\\Seen")
    public static let answered = Flag(received: "\\Answered")
    public static let flagged = Flag(received: "\\Flagged")
    public static let deleted = Flag(received: "\\Deleted")
    public static let draft = Flag(received: "\\Draft")
    public static let recent = Flag(received: "\\Recent")
    /// In PERMANENTFLAGS only: the client may create keywords.
    public static let anyKeyword = Flag(received: "\\*")

    public var description: String { rawValue }
}

extension Flag: Hashable {
    public static func == (one: Flag, other: Flag) -> Bool { one.folded == other.folded }
    public func hash(into hasher: inout Hasher) { hasher.combine(folded) }
}

/// The change that STORE makes to the flags of each message.
public enum FlagChange: Sendable, Hashable {
    case add(Set<Flag>)
    case remove(Set<Flag>)
    case replace(Set<Flag>)

    var flags: Set<Flag> {
        switch self {
        case .add(let flags), .remove(let flags), .replace(let flags): flags
        }
    }

    /// Whether there is nothing to do; some servers reject an empty list.
    var isNothing: Bool {
        if case .replace = self { false } else { flags.isEmpty }
    }

    var item: StaticString {
        switch self {
        case .add: "+FLAGS.SILENT"
        case .remove: "-FLAGS.SILENT"
        case .replace: "FLAGS.SILENT"
        }
    }
}
