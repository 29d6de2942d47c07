/// `redis://[[user]:password@]host[:port][/database]`, after the IANA registration of the scheme.
public struct RedisURL: Sendable, Hashable {
    public var host: String
    public var port: UInt16
    public var user: String?
    public var password: String?
    public var database: Int

    /// Its address, without credentials.
    public var place: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// Parses a URL. Missing parts are port 6379 and database 0; `%XX` is decoded in user and password.
    public init(_ text: String) throws(RedisError) {
        guard let colon = text.firstRange(of: "://") else { throw .url("it has no redis:// in front") }
        switch text[..<colon.lowerBound].lowercased() {
        case "redis": break
        case "rediss":
            throw RedisError(
                .invalidURL,
                "rediss:// asks for TLS, which hiredis 0.14 lacks: use redis:// through stunnel or on loopback")
        default: throw .url("its scheme is not redis")
        }
        var rest = text[colon.upperBound...].prefix { $0 != "?" && $0 != "#" }
        (user, password) = try Self.credentials(takenFrom: &rest)
        database = try Self.database(takenFrom: &rest)
        (host, port) = try Self.place(rest)
    }

    private static func credentials(takenFrom rest: inout Substring) throws(RedisError) -> (String?, String?) {
        guard let at = rest.lastIndex(of: "@") else { return (nil, nil) }
        let parts = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        rest = rest[rest.index(after: at)...]
        guard parts.count == 2 else { throw .url("before the @ it needs user:password, or :password") }
        guard let user = percentDecoded(parts[0]), let password = percentDecoded(parts[1]) else {
            throw .url("user or password has a % that begins no %XX")
        }
        return (user.isEmpty ? nil : user, password.isEmpty ? nil : password)
    }

    private static func database(takenFrom rest: inout Substring) throws(RedisError) -> Int {
        guard let slash = rest.firstIndex(of: "/") else { return 0 }
        let digits = rest[rest.index(after: slash)...]
        rest = rest[..<slash]
        if digits.isEmpty { return 0 }
        guard let number = Int(digits), number >= 0 else { throw .url("what follows the / is no database number") }
        return number
    }

    private static func place(_ text: Substring) throws(RedisError) -> (String, UInt16) {
        var host = text
        var port: UInt16 = 6_379
        let afterHost = text.lastIndex(of: "]") ?? text.startIndex
        if let colon = text[afterHost...].lastIndex(of: ":") {
            guard let number = UInt16(text[text.index(after: colon)...]), number > 0 else {
                throw .url("its port is none")
            }
            port = number
            host = text[..<colon]
        }
        // RFC 3986, section 3.2.2: an IPv6 address stands in brackets.
        if host.first == "[", host.last == "]" { host = host.dropFirst().dropLast() }
        guard !host.isEmpty, !host.utf8.contains(0) else { throw .url("it names no host") }
        return (String(host), port)
    }

    private static func percentDecoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2,
                let value = UInt8(rest.prefix(2).map { String(UnicodeScalar($0)) }.joined(), radix: 16)
            else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}

extension RedisError {
    fileprivate static func url(_ reason: String) -> RedisError {
        RedisError(.invalidURL, "the Redis URL cannot be used, \(reason): write redis://:password@host:6379/0")
    }
}
