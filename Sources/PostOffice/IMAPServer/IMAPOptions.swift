/// An extension the IMAP server can offer; what is switched off is neither listed nor understood.
package enum IMAPExtension: String, Hashable, Sendable, CaseIterable {
    /// RFC 2177.
    case idle = "IDLE"
    /// RFC 6851.
    case move = "MOVE"
    /// RFC 4315: APPENDUID, COPYUID, UID EXPUNGE.
    case uidPlus = "UIDPLUS"
    /// RFC 7888.
    case literalPlus = "LITERAL+"
    /// RFC 4959.
    case saslIR = "SASL-IR"
    /// RFC 6154.
    case specialUse = "SPECIAL-USE"
    /// RFC 2971.
    case id = "ID"
    /// RFC 3691.
    case unselect = "UNSELECT"
    /// RFC 5819.
    case listStatus = "LIST-STATUS"
    /// RFC 2342.
    case namespace = "NAMESPACE"
    /// Gmail's X-GM-MSGID, X-GM-THRID and X-GM-LABELS; offered in Gmail worlds only.
    case gmail = "X-GM-EXT-1"
}

/// What a server does instead of handing a message over.
package enum Withholding: Hashable, Sendable {
    /// It answers OK without it.
    case leftOut
    /// It refuses the whole command with `NO` and this text.
    case refused(String)
    /// It drops the connection where the message would come.
    case dropped
    /// It hands over the header alone, and drops the connection where the whole message would come.
    case droppedWhole
}

/// How the IMAP server behaves, misbehaviour included. Changes apply to the next command of every session.
package struct IMAPOptions: Hashable, Sendable {
    /// What is offered; everything unless said otherwise.
    package var extensions: Set<IMAPExtension> = Set(IMAPExtension.allCases)
    /// Whether keywords are kept. If not, PERMANENTFLAGS lacks `\*` and STORE drops them without a word.
    package var keepsKeywords = true
    /// An IDLE that looks alive and never says anything, as behind a NAT that has forgotten the connection.
    package var isDeafInIdle = false
    /// When set, every login is answered `NO` and this text, such as `[UNAVAILABLE] try again later`.
    package var loginRefusal: String?
    /// Messages of any mailbox, by UID, whose header and body the server does not hand over.
    package var withheld: [UInt32: Withholding] = [:]
    /// The largest literal taken, in bytes.
    package var literalLimit = 36 * 1024 * 1024

    package init() {}

    func offers(_ one: IMAPExtension) -> Bool { extensions.contains(one) }
}
