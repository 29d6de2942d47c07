import Text

extension ByteCursor {
    /// `[code] text` after the condition. An unreadable code is kept as text: it never breaks the session.
    mutating func status(_ condition: StatusResponse.Condition) -> StatusResponse {
        skipSpaces()
        var code: ResponseCode?
        if peek == ASCII.openBracket, let end = rest.firstIndex(of: ASCII.closeBracket) {
            code = responseCode(upTo: end)
            skip(to: end + 1)
            skipSpaces()
        }
        return StatusResponse(condition: condition, code: code, text: String(displaying: rest))
    }

    private mutating func responseCode(upTo end: Int) -> ResponseCode {
        advance()
        let name = prefix { $0 > ASCII.space && $0 != ASCII.closeBracket }
        skipSpaces()
        let start = position
        do throws(IMAPError) {
            if let code = try knownCode(name.upperCasedText) { return code }
        } catch {
            // Falls through: an invalid argument makes it an unknown code, with the text for the log.
        }
        position = start
        return .other(
            name: String(displaying: name, limit: 40).asciiUppercased,
            argument: String(displaying: prefix { $0 != ASCII.closeBracket }))
    }

    private mutating func knownCode(_ name: String) throws(IMAPError) -> ResponseCode? {
        switch name {
        case "ALERT": return .alert
        case "CAPABILITY": return .capability(try capabilities())
        case "PERMANENTFLAGS": return .permanentFlags(try flagList())
        case "UIDNEXT": return .uidNext(try uid())
        case "UIDVALIDITY": return .uidValidity(try uidValidity())
        case "HIGHESTMODSEQ": return .highestModSequence(try number())
        case "NOMODSEQ": return .noModSequence
        case "READ-ONLY": return .readOnly
        case "READ-WRITE": return .readWrite
        case "TRYCREATE": return .tryCreate
        case "APPENDUID":
            let validity = try uidValidity()
            skipSpaces()
            return .appendUID(validity, try expandedSet())
        case "COPYUID": return try copyUID()
        default: return Self.plainCodes[name]
        }
    }

    private mutating func copyUID() throws(IMAPError) -> ResponseCode {
        let validity = try uidValidity()
        skipSpaces()
        let source = try expandedSet()
        skipSpaces()
        let destination = try expandedSet()
        guard source.count == destination.count else { throw malformed("COPYUID sets of different size") }
        return .copyUID(validity, source: source, destination: destination)
    }

    private mutating func uidValidity() throws(IMAPError) -> UIDValidity {
        guard let validity = UIDValidity(rawValue: try number32()) else { throw malformed("UIDVALIDITY zero") }
        return validity
    }

    /// RFC 5530.
    private static let plainCodes: [String: ResponseCode] = [
        "AUTHENTICATIONFAILED": .authenticationFailed, "AUTHORIZATIONFAILED": .authorizationFailed,
        "EXPIRED": .expired, "PRIVACYREQUIRED": .privacyRequired, "CONTACTADMIN": .contactAdministrator,
        "UNAVAILABLE": .unavailable, "INUSE": .inUse, "LIMIT": .limit, "OVERQUOTA": .overQuota,
        "NONEXISTENT": .nonExistent, "ALREADYEXISTS": .alreadyExists, "CANNOT": .cannot, "SERVERBUG": .serverBug,
        "CLIENTBUG": .clientBug,
    ]
}
