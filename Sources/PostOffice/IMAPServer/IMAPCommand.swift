import Timing

/// A client command, parsed (RFC 3501 section 6 and the extensions in `IMAPExtension`).
enum IMAPCommand: Hashable, Sendable {
    case capability, noop, check, logout, namespace, idle, close, unselect
    case id
    case login(user: String, password: String)
    case authenticatePlain(initialResponse: [UInt8]?)
    /// `status`: the items of RETURN (STATUS (…)).
    case list(reference: String, pattern: String, onlySpecialUse: Bool, status: [String])
    case lsub(reference: String, pattern: String)
    case create(String)
    case subscribe(String)
    case select(String, readOnly: Bool)
    case status(String, [String])
    case append(to: String, flags: [MailFlag], date: Timestamp?, bytes: [UInt8])
    case expunge(IMAPNumberSet?)
    case search(IMAPSearchKey, byUID: Bool)
    case fetch(IMAPNumberSet, [IMAPFetchItem], byUID: Bool)
    case store(IMAPNumberSet, FlagOperation, [MailFlag], silent: Bool, byUID: Bool)
    /// Gmail's labels, each the name of a mailbox.
    case label(IMAPNumberSet, LabelOperation, [String], byUID: Bool)
    case copy(IMAPNumberSet, to: String, byUID: Bool)
    case move(IMAPNumberSet, to: String, byUID: Bool)

    /// Whether EXPUNGE may be reported during this command: not while the client counts messages by sequence number
    /// (RFC 3501 section 7.4.1).
    var allowsExpunges: Bool {
        switch self {
        case .fetch(_, _, let byUID), .search(_, let byUID), .store(_, _, _, _, let byUID), .label(_, _, _, let byUID):
            byUID
        default: true
        }
    }

    /// The extension a command belongs to, when it is not part of IMAP4rev1 itself.
    var neededExtension: IMAPExtension? {
        switch self {
        case .idle: .idle
        case .id: .id
        case .namespace: .namespace
        case .unselect: .unselect
        case .move: .move
        case .expunge(.some): .uidPlus
        case .authenticatePlain(initialResponse: .some): .saslIR
        case .list(_, _, _, let status) where !status.isEmpty: .listStatus
        case .list(_, _, onlySpecialUse: true, _): .specialUse
        case .label: .gmail
        case .fetch(_, let items, _) where items.contains(where: \.isGmail): .gmail
        default: nil
        }
    }
}

/// One thing FETCH asks for (RFC 3501 section 6.4.5). ENVELOPE, BODYSTRUCTURE and parts by number are not served.
enum IMAPFetchItem: Hashable, Sendable {
    case flags, uid, internalDate, size
    case gmailMessageID, gmailThreadID, gmailLabels
    case body(IMAPSection, partial: Range<Int>?, peek: Bool)
    /// RFC822, RFC822.HEADER and RFC822.TEXT: BODY under older names.
    case rfc822(IMAPSection, name: String)

    var isGmail: Bool {
        self == .gmailMessageID || self == .gmailThreadID || self == .gmailLabels
    }

    /// Whether fetching it marks the message as read.
    var setsSeen: Bool {
        switch self {
        case .body(_, _, let peek): !peek
        case .rfc822(let section, _): section != .header
        default: false
        }
    }
}

/// A part of a message, as the brackets after BODY name it.
enum IMAPSection: Hashable, Sendable {
    case whole, header, text
    case headerFields([String], excluded: Bool)
}

/// A set of message numbers or UIDs; `*` is nil.
struct IMAPNumberSet: Hashable, Sendable {
    struct Span: Hashable, Sendable {
        let first: UInt32?
        let last: UInt32?
    }

    let spans: [Span]

    /// The set as sorted, disjoint ranges, with `largest` for `*`. `7:*` in a mailbox up to 5 is 5 to 7
    /// (RFC 3501 section 9, seq-range).
    func ranges(largest: UInt32) -> [ClosedRange<UInt32>] {
        let sorted = spans.map { span in
            let (one, other) = (span.first ?? largest, span.last ?? largest)
            return min(one, other)...max(one, other)
        }.sorted { $0.lowerBound < $1.lowerBound }
        return sorted.reduce(into: []) { merged, range in
            guard let last = merged.last, range.lowerBound <= last.upperBound else { return merged.append(range) }
            merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
        }
    }
}

/// The criteria of SEARCH (RFC 3501 section 6.4.4). SENT dates are not supported.
indirect enum IMAPSearchKey: Hashable, Sendable {
    case all
    case flag(MailFlag, isSet: Bool)
    case numbers(IMAPNumberSet)
    case uids(IMAPNumberSet)
    case header(String, [UInt8])
    case body([UInt8])
    case text([UInt8])
    /// Whole UTC days since the epoch, from (inclusive) and to (exclusive).
    case received(Range<Int>)
    case size(Range<Int>)
    case gmailThreadID(UInt64)
    case gmailMessageID(UInt64)
    case not(IMAPSearchKey)
    case either(IMAPSearchKey, IMAPSearchKey)
    case every([IMAPSearchKey])
}
