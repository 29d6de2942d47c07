import Text

/// One mailbox of a LIST answer (RFC 9051 section 7.3.1).
public struct MailboxListing: Hashable, Sendable {
    public let name: MailboxName
    public let attributes: Set<MailboxAttribute>
    /// The separator of the hierarchy's levels; nil when there are none.
    public let delimiter: Character?

    public init(name: MailboxName, attributes: Set<MailboxAttribute>, delimiter: Character?) {
        self.name = name
        self.attributes = attributes
        self.delimiter = delimiter
    }

    /// Whether it can be selected.
    public var isSelectable: Bool {
        attributes.isDisjoint(with: [.noSelect, .nonExistent])
    }

    /// The mailbox's purpose according to the server (RFC 6154), or nil.
    public var specialUse: SpecialUse? {
        SpecialUse.allCases.first { !attributes.isDisjoint(with: $0.attributes) }
    }
}

/// A mailbox attribute such as `\HasChildren` or `\Sent`; compared without regard to ASCII case.
public struct MailboxAttribute: Hashable, Sendable, CustomStringConvertible {
    private let folded: String

    public init(_ text: String) { folded = text.asciiUppercased }

    public static let noSelect = MailboxAttribute("\\Noselect")
    public static let nonExistent = MailboxAttribute("\\NonExistent")

    /// The attribute in upper case.
    public var description: String { folded }
}
