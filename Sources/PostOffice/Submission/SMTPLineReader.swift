/// Cuts the client's bytes into lines at CRLF, and only there: a bare CR or LF never ends one (RFC 5321 section 2.3.8).
struct SMTPLineReader: Sendable {
    private let limit: Int
    private var buffer: [UInt8] = []
    private var start = 0
    private var scanned = 0
    private(set) var isOverLimit = false

    /// - Parameter limit: the longest line, without its end.
    init(limit: Int) { self.limit = limit }

    mutating func append(_ bytes: [UInt8]) {
        guard !isOverLimit else { return }
        if start > 0, start >= buffer.count - start {
            buffer.removeFirst(start)
            (scanned, start) = (scanned - start, 0)
        }
        buffer += bytes
    }

    /// The next whole line without its CRLF; nil when more bytes are needed.
    mutating func next() -> ArraySlice<UInt8>? {
        while let feed = buffer[scanned...].firstIndex(of: Ascii.lf) {
            scanned = feed + 1
            guard feed > start, buffer[feed - 1] == Ascii.cr else { continue }
            defer { start = scanned }
            return buffer[start..<(feed - 1)]
        }
        scanned = buffer.count
        if scanned - start > limit {
            isOverLimit = true
            buffer = []
            (start, scanned) = (0, 0)
        }
        return nil
    }
}
