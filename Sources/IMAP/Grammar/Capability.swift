import Text

/// One capability name, in upper case, such as `IDLE` or `AUTH=PLAIN`.
public struct Capability: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue.asciiUppercased }

    public static let imap4rev1 = Capability(rawValue: "IMAP4REV1")
    public static let imap4rev2 = Capability(rawValue: "IMAP4REV2")
    /// RFC 3501 section 6.2.1.
    public static let startTLS = Capability(rawValue: "STARTTLS")
    /// LOGIN is refused, normally because the connection is in clear text.
    public static let loginDisabled = Capability(rawValue: "LOGINDISABLED")
    public static let authPlain = Capability(rawValue: "AUTH=PLAIN")
    public static let authXOAuth2 = Capability(rawValue: "AUTH=XOAUTH2")
    /// RFC 7628.
    public static let authOAuthBearer = Capability(rawValue: "AUTH=OAUTHBEARER")
    /// Initial response with AUTHENTICATE, RFC 4959.
    public static let saslInitialResponse = Capability(rawValue: "SASL-IR")
    /// RFC 2971.
    public static let id = Capability(rawValue: "ID")
    /// RFC 2177.
    public static let idle = Capability(rawValue: "IDLE")
    /// RFC 6851.
    public static let move = Capability(rawValue: "MOVE")
    /// RFC 4315: UID EXPUNGE, APPENDUID, COPYUID.
    public static let uidPlus = Capability(rawValue: "UIDPLUS")
    /// RFC 6154.
    public static let specialUse = Capability(rawValue: "SPECIAL-USE")
    /// RFC 5258.
    public static let listExtended = Capability(rawValue: "LIST-EXTENDED")
    /// RFC 5819.
    public static let listStatus = Capability(rawValue: "LIST-STATUS")
    /// RFC 4731.
    public static let extendedSearch = Capability(rawValue: "ESEARCH")
    /// RFC 7162.
    public static let condStore = Capability(rawValue: "CONDSTORE")
    /// RFC 5161.
    public static let enable = Capability(rawValue: "ENABLE")
    /// RFC 6855.
    public static let utf8Accept = Capability(rawValue: "UTF8=ACCEPT")
    /// Non-synchronising literals of any size, RFC 7888.
    public static let literalPlus = Capability(rawValue: "LITERAL+")
    /// Non-synchronising literals up to 4,096 octets, RFC 7888.
    public static let literalMinus = Capability(rawValue: "LITERAL-")
    /// X-GM-THRID, X-GM-MSGID, X-GM-LABELS and X-GM-RAW.
    public static let gmailExtensions = Capability(rawValue: "X-GM-EXT-1")

    public var description: String { rawValue }
}

/// The server's capabilities at this moment; they change with TLS and with the login.
public struct CapabilitySet: Hashable, Sendable {
    public let all: Set<Capability>
    /// Capabilities that it offers and then does not understand.
    private var refused: Set<Capability> = []

    public init(_ all: some Sequence<Capability>) { self.all = Set(all) }

    /// Whether the server offers it and has not refused it. IMAP4rev2 includes several of what used to be extensions
    /// (RFC 9051 appendix E).
    public func contains(_ capability: Capability) -> Bool {
        guard !refused.contains(capability) else { return false }
        return all.contains(capability) || (all.contains(.imap4rev2) && Self.partOfRev2.contains(capability))
    }

    func without(_ refused: Set<Capability>) -> CapabilitySet {
        var rest = self
        rest.refused = refused
        return rest
    }

    private static let partOfRev2: Set<Capability> = [
        .idle, .move, .uidPlus, .specialUse, .listExtended, .extendedSearch, .enable, .literalMinus,
        .saslInitialResponse,
    ]
}
