/// Cuts the client's bytes into commands: lines joined with the literals they announce (RFC 3501 section 4.3).
///
/// A command comes out as it was on the wire without its last CRLF, literals in place. Memory is bounded by the limits.
struct IMAPCommandReader: Sendable {
    enum Event: Hashable, Sendable {
        /// A whole command.
        case command([UInt8])
        /// A synchronising literal was announced: the client waits for `+`.
        case literalAnnounced
        /// A line or literal is over its limit; nothing more comes out.
        case tooLong
    }

    /// Whether `{n+}` announces a literal (RFC 7888); if not, it is just the end of a line.
    var takesNonSynchronisingLiterals = true
    private let lineLimit: Int
    private let literalLimit: Int
    private var buffer: [UInt8] = []
    /// Where the current command begins.
    private var start = 0
    /// Where the current line of it begins: after its last literal.
    private var lineStart = 0
    /// How far the buffer has been scanned.
    private var position = 0
    /// Where the literal being read ends; nil outside literals.
    private var literalEnd: Int?
    private var isBroken = false

    init(lineLimit: Int = 65_536, literalLimit: Int) {
        self.lineLimit = lineLimit
        self.literalLimit = literalLimit
    }

    mutating func append(_ bytes: [UInt8]) {
        guard !isBroken else { return }
        dropWhatIsDone()
        buffer += bytes
    }

    /// The next event; nil when more bytes are needed.
    mutating func next() -> Event? {
        guard !isBroken else { return nil }
        if let end = literalEnd, !finishLiteral(at: end) { return nil }
        while let end = buffer[position...].firstIndex(of: Ascii.lf) {
            position = end + 1
            guard end - lineStart <= lineLimit else { return fail() }
            let line = buffer[lineStart..<(end > lineStart && buffer[end - 1] == Ascii.cr ? end - 1 : end)]
            guard let literal = literalAnnounced(by: line) else { return .command(takeCommand(upTo: line.endIndex)) }
            guard literal.size <= literalLimit, position - start <= literalLimit else { return fail() }
            literalEnd = position + literal.size
            if literal.waits { return .literalAnnounced }
            if !finishLiteral(at: position + literal.size) { return nil }
        }
        position = buffer.count
        return position - lineStart > lineLimit ? fail() : nil
    }

    private mutating func finishLiteral(at end: Int) -> Bool {
        guard buffer.count >= end else { return false }
        (position, lineStart, literalEnd) = (end, end, nil)
        return true
    }

    private mutating func takeCommand(upTo end: Int) -> [UInt8] {
        defer { (start, lineStart) = (position, position) }
        return Array(buffer[start..<end])
    }

    /// Moves the rest to the front once that costs less than the bytes already taken.
    private mutating func dropWhatIsDone() {
        guard start > 0, start >= buffer.count - start else { return }
        buffer.removeFirst(start)
        literalEnd = literalEnd.map { $0 - start }
        (position, lineStart, start) = (position - start, lineStart - start, 0)
    }

    private mutating func fail() -> Event {
        isBroken = true
        buffer = []
        return .tooLong
    }

    /// The `{size}` or `{size+}` a line ends with.
    private func literalAnnounced(by line: ArraySlice<UInt8>) -> (size: Int, waits: Bool)? {
        guard line.last == UInt8(ascii: "}"), let open = line.lastIndex(of: UInt8(ascii: "{")) else { return nil }
        var digits = line[(open + 1)..<(line.endIndex - 1)]
        let waits = digits.last != UInt8(ascii: "+")
        if !waits { digits.removeLast() }
        guard waits || takesNonSynchronisingLiterals, let size = Ascii.number(digits, as: UInt32.self) else {
            return nil
        }
        return (Int(size), waits)
    }
}
