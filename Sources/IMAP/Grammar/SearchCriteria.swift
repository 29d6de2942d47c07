import Text

/// The criteria of UID SEARCH (RFC 9051 section 6.4.4).
public indirect enum SearchCriteria: Hashable, Sendable {
    case all
    case uid(UIDSet)
    case seen, unseen, answered, unanswered, flagged, deleted, undeleted
    case keyword(Flag)
    /// INTERNALDATE on the day or later / before the day, in the server's zone.
    case since(CalendarDay), before(CalendarDay)
    /// The named header field contains the text; an empty text asks for its presence.
    case header(String, String)
    case from(String), to(String), subject(String), text(String)
    case larger(UInt32), smaller(UInt32)
    /// Google's search language, X-GM-RAW.
    case gmailRaw(String)
    case gmailThreadID(UInt64)
    case and([SearchCriteria])
    case or(SearchCriteria, SearchCriteria)
    case not(SearchCriteria)
}

extension SearchCriteria {
    /// Whether a text in it needs `CHARSET UTF-8`.
    var needsUTF8: Bool {
        switch self {
        case .header(_, let text), .from(let text), .to(let text), .subject(let text), .text(let text),
            .gmailRaw(let text):
            !text.utf8.allSatisfy { $0 < 0x80 }
        case .and(let members): members.contains(where: \.needsUTF8)
        case .or(let one, let other): one.needsUTF8 || other.needsUTF8
        case .not(let member): member.needsUTF8
        default: false
        }
    }

    /// The smallest set that must contain every result, as far as the criteria say; guards against the `n:*` trap.
    func admits(_ uid: UID) -> Bool {
        switch self {
        case .uid(let set): set.contains(uid)
        case .and(let members): members.allSatisfy { $0.admits(uid) }
        case .or(let one, let other): one.admits(uid) || other.admits(uid)
        default: true
        }
    }

    func write(to command: inout CommandText) throws(IMAPError) {
        switch self {
        case .all: command.append("ALL")
        case .uid(let set): try command.append("UID", set: set)
        case .seen: command.append("SEEN")
        case .unseen: command.append("UNSEEN")
        case .answered: command.append("ANSWERED")
        case .unanswered: command.append("UNANSWERED")
        case .flagged: command.append("FLAGGED")
        case .deleted: command.append("DELETED")
        case .undeleted: command.append("UNDELETED")
        case .keyword(let flag): try command.append("KEYWORD", keyword: flag)
        case .since(let day): command.append("SINCE \(day)")
        case .before(let day): command.append("BEFORE \(day)")
        case .header(let name, let text): try command.append("HEADER", strings: name, text)
        case .from(let text): try command.append("FROM", strings: text)
        case .to(let text): try command.append("TO", strings: text)
        case .subject(let text): try command.append("SUBJECT", strings: text)
        case .text(let text): try command.append("TEXT", strings: text)
        case .larger(let octets): command.append("LARGER \(octets)")
        case .smaller(let octets): command.append("SMALLER \(octets)")
        case .gmailRaw(let text): try command.append("X-GM-RAW", strings: text)
        case .gmailThreadID(let id): command.append("X-GM-THRID \(id)")
        case .and(let members): try writeGroup(members, to: &command)
        case .or(let one, let other):
            command.append("OR ")
            try writeGroup([one], to: &command)
            command.append(" ")
            try writeGroup([other], to: &command)
        case .not(let member):
            command.append("NOT ")
            try writeGroup([member], to: &command)
        }
    }

    private func writeGroup(_ members: [SearchCriteria], to command: inout CommandText) throws(IMAPError) {
        guard !members.isEmpty else { return command.append("ALL") }
        command.append("(")
        for (index, member) in members.enumerated() {
            if index > 0 { command.append(" ") }
            try member.write(to: &command)
        }
        command.append(")")
    }
}

extension CommandText {
    fileprivate mutating func append(_ key: String, strings: String...) throws(IMAPError) {
        append(key)
        for string in strings {
            append(" ")
            try append(string: string)
        }
    }

    fileprivate mutating func append(_ key: String, set: UIDSet) throws(IMAPError) {
        guard !set.isEmpty else { throw .invalidArgument("a search for an empty set of UIDs") }
        append("\(key) \(set)")
    }

    fileprivate mutating func append(_ key: String, keyword: Flag) throws(IMAPError) {
        guard let valid = Flag(rawValue: keyword.rawValue), valid.rawValue.utf8.first != ASCII.backslash else {
            throw .invalidArgument("the keyword \(keyword) in a search")
        }
        append("\(key) \(valid)")
    }
}
