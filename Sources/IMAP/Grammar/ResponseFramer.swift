import NIOCore
import Text

/// Finds where each response ends in a stream that may be split anywhere, without looking at any byte twice.
///
/// A response is a line, or several lines joined by literals: a line that ends in `{n}` continues after the next `n` octets
/// (RFC 9051 section 4.3). Status and continuation lines end in free text, which may look like a literal but is not.
struct ResponseFramer {
    private let limits: ParserLimits
    private var buffer = ByteBuffer()
    /// Offsets from the reader index: where the present line starts, and up to where no line end was found.
    private var lineStart = 0
    private var scanned = 0
    private var octetsInLines = 0

    init(limits: ParserLimits) { self.limits = limits }

    /// Whether there are bytes of a response that is incomplete or not yet taken.
    var holdsBytes: Bool { buffer.readableBytes > 0 }

    mutating func append(_ bytes: ByteBuffer) {
        guard holdsBytes else {
            buffer = bytes
            return
        }
        var bytes = bytes
        buffer.writeBuffer(&bytes)
    }

    /// The next complete response with its literals in place and its line ends kept, or nil when more bytes are needed.
    mutating func next() throws(IMAPError) -> ByteBuffer? {
        while lineStart <= buffer.readableBytes, let lineEnd = nextLineFeed() {
            let lineLength = lineEnd + 1 - lineStart
            octetsInLines += lineLength
            guard octetsInLines <= limits.lineLength else { throw .limitExceeded(.lineLength) }
            guard let literal = try literalAnnounced(endingAt: lineEnd) else { return take(lineEnd + 1) }
            let (frame, overflow) = (lineEnd + 1).addingReportingOverflow(literal)
            guard !overflow, frame <= limits.responseSize else { throw .limitExceeded(.responseSize) }
            lineStart = frame
            scanned = frame
        }
        try checkUnfinishedLine()
        return nil
    }

    private mutating func nextLineFeed() -> Int? {
        let view = buffer.readableBytesView
        let start = view.index(view.startIndex, offsetBy: scanned)
        guard let found = view[start...].firstIndex(of: ASCII.lineFeed) else {
            scanned = view.count
            return nil
        }
        return found - view.startIndex
    }

    private func checkUnfinishedLine() throws(IMAPError) {
        let unfinished = max(0, buffer.readableBytes - lineStart)
        guard octetsInLines + unfinished <= limits.lineLength else { throw .limitExceeded(.lineLength) }
    }

    private mutating func take(_ count: Int) -> ByteBuffer? {
        lineStart = 0
        scanned = 0
        octetsInLines = 0
        let frame = buffer.readSlice(length: count)
        // Keeps the buffer from growing for as long as the connection lives; moves each byte once at most.
        if buffer.readerIndex > 1 << 16, buffer.readerIndex > buffer.readableBytes { buffer.discardReadBytes() }
        return frame
    }

    /// The size in `{n}` or `{n+}` right before the line end, if the line may carry one.
    private func literalAnnounced(endingAt lineEnd: Int) throws(IMAPError) -> Int? {
        let view = buffer.readableBytesView
        func byte(_ offset: Int) -> UInt8? { offset >= lineStart ? view[view.startIndex + offset] : nil }
        var position = lineEnd - 1
        if byte(position) == ASCII.carriageReturn { position -= 1 }
        guard byte(position) == ASCII.closeBrace else { return nil }
        position -= 1
        if byte(position) == ASCII.plus { position -= 1 }
        let lastDigit = position
        while byte(position)?.digitValue != nil { position -= 1 }
        guard position < lastDigit, byte(position) == ASCII.openBrace, !isFreeText() else { return nil }
        var size = 0
        for offset in (position + 1)...lastDigit {
            let digit = view[view.startIndex + offset].digitValue ?? 0
            guard size <= limits.literalSize else { throw .limitExceeded(.literalSize) }
            size = size.multipliedReportingOverflow(by: 10).partialValue + Int(digit)
        }
        guard size <= limits.literalSize else { throw .limitExceeded(.literalSize) }
        return size
    }

    /// Whether the response begins `+`, or `tag OK`, `* BYE` and their like.
    private func isFreeText() -> Bool {
        // Judged by its first line alone: the bytes after it may be another response, or not be here yet.
        let head = buffer.readableBytesView.prefix(80).prefix { $0 != ASCII.lineFeed }
        if head.first == ASCII.plus { return true }
        guard let gap = head.firstIndex(of: ASCII.space) else { return false }
        let word = head[head.index(after: gap)...].prefix { $0 != ASCII.space }.map(\.asciiUppercased)
        return StatusResponse.Condition(named: word) != nil
    }
}

extension StatusResponse.Condition {
    /// The condition with this name in upper case.
    init?(named word: [UInt8]) {
        switch word {
        case Array("OK".utf8): self = .ok
        case Array("NO".utf8): self = .no
        case Array("BAD".utf8): self = .bad
        case Array("PREAUTH".utf8): self = .preauth
        case Array("BYE".utf8): self = .bye
        default: return nil
        }
    }
}
