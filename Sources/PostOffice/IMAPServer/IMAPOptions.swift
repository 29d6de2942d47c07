/// An extension that the IMAP server can offer; one that is switched off is neither listed nor understood.
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

/// A server's treatment of a message that it does not deliver.
package enum Withholding: Hashable, Sendable {
    /// It answers OK without it.
    case leftOut
    /// It refuses the whole command with `NO` and this text.
    case refused(String)
    /// It drops the connection where the message would come.
    case dropped
    /// It delivers the header alone, and drops the connection where the whole message would come.
    case droppedWhole
    /// It delivers the header alone, and refuses the whole message with `NO` and this text.
    case refusedWhole(String)
}

/// A server's treatment of a valid command.
package enum CommandFault: Hashable, Sendable {
    /// It says `OK` and this text, and does nothing.
    case granted(String)
    /// It says `NO` and this text.
    case refused(String)
    /// It says `BAD` and this text.
    case notUnderstood(String)
    /// It drops the connection.
    case dropped
}

/// How the IMAP server behaves, misbehaviour included. Changes apply to the next command of every session.
package struct IMAPOptions: Hashable, Sendable {
    /// The offered extensions; all of them unless set otherwise.
    package var extensions: Set<IMAPExtension> = Set(IMAPExtension.allCases)
    /// Whether keywords are kept. If not, PERMANENTFLAGS lacks `\*` and STORE drops them silently.
    package var keepsKeywords = true
    /// An IDLE that looks alive and never says anything, as behind a NAT that has forgotten the connection.
    package var isDeafInIdle = false
    /// When set, every login is answered `NO` and this text, such as `[UNAVAILABLE] try again later`.
    package var loginRefusal: String?
    /// Messages of any mailbox, by UID, whose header and body the server does not deliver.
    package var withheld: [UInt32: Withholding] = [:]
    /// Commands that fail, by their first words in upper case, such as `UID STORE`.
    package var commandFaults: [String: CommandFault] = [:]
    /// Items that no answer about a mailbox's state holds, in upper case, such as `UIDNEXT`.
    package var untoldStates: Set<String> = []
    /// Whether LIST-STATUS is taken and no state is told, as where the server could not look it up (RFC 5819 section 2).
    package var listsWithoutStates = false
    /// Messages of any mailbox, by UID, that SEARCH does not name.
    package var overlookedBySearch: Set<UInt32> = []
    /// Whether STORE refuses Gmail's labels.
    package var refusesLabels = false
    /// The largest literal taken, in bytes.
    package var literalLimit = 36 * 1024 * 1024

    package init() {}

    func offers(_ one: IMAPExtension) -> Bool { extensions.contains(one) }

    /// - Parameter line: a whole command with its tag.
    func fault(of line: [UInt8]) -> CommandFault? {
        guard !commandFaults.isEmpty else { return nil }
        let words = String(decoding: line.prefix(200), as: UTF8.self).uppercased().split(separator: " ").dropFirst()
        return commandFaults.first { words.joined(separator: " ").hasPrefix($0.key) }?.value
    }
}
