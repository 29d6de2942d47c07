/// An HTTP/1.1 request with its whole body.
package struct WebRequest: Hashable, Sendable {
    let method: String
    let target: String
    /// Names in lower case, values trimmed.
    let headers: [String: String]
    let body: [UInt8]

    /// Whether the connection stays open after the answer (RFC 9112 section 9.3).
    var keepsAlive: Bool { headers["connection"]?.lowercased() != "close" }
}

/// Cuts the client's bytes into requests (RFC 9112): request line, headers, and a body by Content-Length.
/// Chunked bodies are refused. Memory is bounded by the limits.
struct HTTPRequestReader: Sendable {
    enum Event: Hashable, Sendable {
        case request(WebRequest)
        /// The client waits for `100 Continue` before it sends the body (RFC 9110 section 10.1.1).
        case continueExpected
        /// Can only be answered with this status; nothing more comes out.
        case broken(status: Int, reason: String)
    }

    private struct Head {
        let method: String
        let target: String
        let headers: [String: String]
        let bodyStart: Int
        let bodyLength: Int
    }

    private let headLimit = 65_536
    private let bodyLimit = 16 * 1024 * 1024
    private var buffer: [UInt8] = []
    private var scanned = 0
    private var head: Head?
    private var isBroken = false

    mutating func append(_ bytes: [UInt8]) {
        if !isBroken { buffer += bytes }
    }

    /// The next event; nil when more bytes are needed.
    mutating func next() -> Event? {
        guard !isBroken else { return nil }
        guard let head else { return readHead() }
        guard buffer.count >= head.bodyStart + head.bodyLength else { return nil }
        let end = head.bodyStart + head.bodyLength
        let request = WebRequest(
            method: head.method, target: head.target, headers: head.headers, body: Array(buffer[head.bodyStart..<end]))
        buffer.removeFirst(end)
        (self.head, scanned) = (nil, 0)
        return .request(request)
    }

    private mutating func readHead() -> Event? {
        guard let end = endOfHead() else {
            return buffer.count > headLimit ? fail(431, "Request Header Fields Too Large") : nil
        }
        guard let head = Self.parse(buffer[..<end]) else { return fail(400, "Bad Request") }
        guard head.headers["transfer-encoding"] == nil else { return fail(411, "Length Required") }
        guard head.bodyLength <= bodyLimit else { return fail(413, "Content Too Large") }
        self.head = head
        let waits = head.headers["expect"]?.lowercased() == "100-continue" && buffer.count == end
        return waits && head.bodyLength > 0 ? .continueExpected : next()
    }

    private mutating func endOfHead() -> Int? {
        var feed = max(scanned, 3)
        while feed < buffer.count {
            if buffer[feed] == Ascii.lf, buffer[feed - 3..<feed].elementsEqual([Ascii.cr, Ascii.lf, Ascii.cr]) {
                return feed + 1
            }
            feed += 1
        }
        scanned = feed
        return nil
    }

    private mutating func fail(_ status: Int, _ reason: String) -> Event {
        isBroken = true
        buffer = []
        return .broken(status: status, reason: reason)
    }

    private static func parse(_ head: ArraySlice<UInt8>) -> Head? {
        let lines = head.split(separator: Ascii.lf).map { Ascii.trimmed($0) }.filter { !$0.isEmpty }
        let words = lines.first?.split(separator: Ascii.space).map { String(decoding: $0, as: UTF8.self) } ?? []
        guard words.count == 3, words[2].hasPrefix("HTTP/1.") else { return nil }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
            let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
            headers[name] = String(decoding: Ascii.trimmed(line[(colon + 1)...]), as: UTF8.self)
        }
        let length = headers["content-length"].map { Ascii.number($0.utf8, as: Int.self) } ?? 0
        guard let length else { return nil }
        return Head(
            method: words[0], target: words[1], headers: headers, bodyStart: head.endIndex, bodyLength: length)
    }
}
