import NIOCore
import Text

/// Turns the bytes of a connection into responses, however the stream is split.
///
/// The grammar is read leniently where servers are known to differ (spaces, bare line feeds, words with odd characters)
/// and strictly where meaning depends on it (numbers, literals, the shape of FETCH). Unknown responses become `.other`.
struct ResponseParser {
    private var framer: ResponseFramer
    private let limits: ParserLimits
    /// The octets of the response `next` returned last, literals included.
    private(set) var lastResponseSize = 0
    /// Set once the server confirmed UTF8=ACCEPT: mailbox names are UTF-8 from then on.
    var acceptsUTF8 = false

    init(limits: ParserLimits = ParserLimits()) {
        self.limits = limits
        framer = ResponseFramer(limits: limits)
    }

    /// Whether bytes were received that no response has consumed yet.
    var holdsBytes: Bool { framer.holdsBytes }

    mutating func append(_ bytes: ByteBuffer) { framer.append(bytes) }

    /// The next complete response; nil when more bytes are needed. After an error the stream cannot be continued.
    mutating func next() throws(IMAPError) -> Response? {
        guard let frame = try framer.next() else { return nil }
        lastResponseSize = frame.readableBytes
        let utf8 = acceptsUTF8
        let limits = limits
        return try frame.withUnsafeReadableBytes { bytes -> Result<Response, IMAPError> in
            var cursor = ByteCursor(bytes, limits: limits)
            do throws(IMAPError) {
                return .success(try cursor.response(utf8: utf8))
            } catch {
                return .failure(error)
            }
        }.get()
    }
}

extension ByteCursor {
    mutating func response(utf8: Bool) throws(IMAPError) -> Response {
        if take(ASCII.plus) {
            skipSpaces()
            return .continuation(String(displaying: rest))
        }
        let tag = word()
        guard !tag.isEmpty, take(ASCII.space) else { throw malformed("expected a tag") }
        skipSpaces()
        if tag.elementsEqual(CollectionOfOne(ASCII.asterisk)) {
            return .untagged(try untagged(utf8: utf8))
        }
        guard let condition = StatusResponse.Condition(named: word().map(\.asciiUppercased)) else {
            throw malformed("expected OK, NO or BAD")
        }
        return .tagged(tag.text, status(condition))
    }

    private mutating func untagged(utf8: Bool) throws(IMAPError) -> UntaggedResponse {
        if let number = try optionalNumber() { return try numbered(number, utf8: utf8) }
        let name = word()
        if let condition = StatusResponse.Condition(named: name.prefix(8).map(\.asciiUppercased)) {
            return .status(status(condition))
        }
        skipSpaces()
        if name.matches("SEARCH") { return .search(try searchResult()) }
        if name.matches("ESEARCH") { return .extendedSearch(try extendedSearchResult()) }
        if name.matches("LIST") || name.matches("XLIST") { return .list(try listing(utf8: utf8)) }
        if name.matches("CAPABILITY") { return .capability(try capabilities()) }
        if name.matches("ENABLED") { return .enabled(try capabilities().all) }
        if name.matches("FLAGS") { return .flags(try flagList()) }
        if name.matches("STATUS") { return try mailboxStatus(utf8: utf8) }
        if name.matches("ID") { return .id(try identification()) }
        if name.matches("VANISHED") { return .expunge }
        return .other(String(displaying: name, limit: 40))
    }

    private mutating func numbered(_ number: UInt64, utf8: Bool) throws(IMAPError) -> UntaggedResponse {
        guard let number = Int(exactly: number), number <= UInt32.max else { throw malformed("number beyond 32 bits") }
        skipSpaces()
        let name = word()
        if name.matches("FETCH") {
            skipSpaces()
            return .fetch(try fetch(utf8: utf8))
        }
        if name.matches("EXISTS") { return .exists(number) }
        if name.matches("EXPUNGE") { return .expunge }
        if name.matches("RECENT") { return .recent }
        return .other(String(displaying: name, limit: 40))
    }

    mutating func capabilities() throws(IMAPError) -> CapabilitySet {
        var names: [Capability] = []
        while true {
            skipSpaces()
            let name = prefix { $0 > ASCII.space && $0 != ASCII.closeBracket }
            guard !name.isEmpty else { return CapabilitySet(names) }
            try countElement()
            names.append(Capability(rawValue: name.text))
        }
    }

    mutating func flagList() throws(IMAPError) -> Set<Flag> {
        var flags: Set<Flag> = []
        try list { cursor throws(IMAPError) in flags.insert(Flag(received: cursor.word().text)) }
        return flags
    }

    /// RFC 2971: NIL, or pairs of strings of which the value may be NIL.
    private mutating func identification() throws(IMAPError) -> [String: String] {
        var fields: [String: String] = [:]
        guard peek == ASCII.openParenthesis else { return fields }
        try list { cursor throws(IMAPError) in
            let key = try cursor.string()
            cursor.skipSpaces()
            guard let value = try cursor.nstring() else { return }
            fields[String(displaying: key).lowercased()] = String(displaying: value)
        }
        return fields
    }
}
