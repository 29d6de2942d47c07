/// Reads TZif, the form in which tzdata keeps zones: RFC 9636 section 3, versions 1 to 4.
///
/// One pass over at most `maxBytes`; every count is checked before it is used.
struct TZifReader {
    /// Real files have at most 4 KB, or 10 KB in the older, fuller form.
    static let maxBytes = 131_072
    /// zic's own limit, `TZ_MAX_TIMES`.
    static let maxTransitions = 2_000
    /// Seconds: no offset may be more than 25 hours behind or 26 hours ahead of UTC (section 3.2).
    static let offsets: ClosedRange<Int64> = -89_999...93_599

    private let bytes: [UInt8]
    private var index = 0

    private(set) var transitions: [Int64] = []
    private(set) var types: [ZoneOffset] = []
    /// For each transition the index in `types` of the offset that begins there.
    private(set) var typeIndexes: [Int] = []
    private(set) var rule: ZoneRule?

    init(_ bytes: [UInt8]) throws(TZifError) {
        guard bytes.count <= Self.maxBytes else { throw .tooLarge }
        self.bytes = bytes
        let first = try header()
        if first.version >= UInt8(ascii: "2") {
            // Kept for readers of version 1; all of it is repeated with 64 bits.
            _ = try take(first.blockLength(timeSize: 4))
            let second = try header()
            try block(second, timeSize: 8)
            rule = try footer()
        } else {
            try block(first, timeSize: 4)
        }
    }
}

extension TZifReader {
    private struct Header {
        let version: UInt8
        let utcCount, standardCount, leapCount, transitionCount, typeCount, letterCount: Int

        func blockLength(timeSize: Int) -> Int {
            transitionCount * (timeSize + 1) + typeCount * 6 + letterCount + leapCount * (timeSize + 4)
                + standardCount + utcCount
        }
    }

    private mutating func header() throws(TZifError) -> Header {
        let magic = try take(4)
        guard magic.elementsEqual("TZif".utf8) else { throw .notTZif }
        let version = try take(16)
        var counts: [Int] = []
        for _ in 0..<6 { counts.append(Int(try number(4))) }
        guard counts.allSatisfy({ $0 >= 0 }) else { throw .malformed("a negative count") }
        guard counts[3] <= Self.maxTransitions, counts.allSatisfy({ $0 <= Self.maxBytes }) else { throw .tooLarge }
        return Header(
            version: version.first ?? 0, utcCount: counts[0], standardCount: counts[1], leapCount: counts[2],
            transitionCount: counts[3], typeCount: counts[4], letterCount: counts[5])
    }

    private mutating func block(_ header: Header, timeSize: Int) throws(TZifError) {
        guard header.leapCount == 0 else { throw .leapSeconds }
        guard (1...256).contains(header.typeCount) else { throw .malformed("\(header.typeCount) kinds of time") }
        for _ in 0..<header.transitionCount { transitions.append(try number(timeSize)) }
        guard zip(transitions, transitions.dropFirst()).allSatisfy(<) else { throw .malformed("changes out of order") }
        typeIndexes = try take(header.transitionCount).map(Int.init)
        guard typeIndexes.allSatisfy({ $0 < header.typeCount }) else { throw .malformed("a change to nothing") }
        for _ in 0..<header.typeCount {
            let offset = try number(4)
            guard Self.offsets.contains(offset) else { throw .malformed("an offset of \(offset) s") }
            // After the offset: whether it is summer time, and where its name begins.
            _ = try take(2)
            types.append(ZoneOffset(seconds: offset))
        }
        // Names, and marks that only zic uses.
        _ = try take(header.letterCount + header.standardCount + header.utcCount)
    }

    /// A rule between two line feeds; an empty one says nothing about later years.
    private mutating func footer() throws(TZifError) -> ZoneRule? {
        guard try take(1).first == UInt8(ascii: "\n") else { throw .malformed("no rule at the end") }
        let text = bytes[index...].prefix { $0 != UInt8(ascii: "\n") }
        guard text.endIndex < bytes.count else { throw .notTZif }
        guard !text.isEmpty else { return nil }
        guard let rule = ZoneRule(posix: text) else { throw .unreadableRule }
        return rule
    }

    private mutating func take(_ count: Int) throws(TZifError) -> ArraySlice<UInt8> {
        guard count <= bytes.count - index else { throw .notTZif }
        defer { index += count }
        return bytes[index..<index + count]
    }

    /// A signed number of four or eight bytes, the highest first.
    private mutating func number(_ size: Int) throws(TZifError) -> Int64 {
        let value = try take(size).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return size == 4 ? Int64(Int32(truncatingIfNeeded: value)) : Int64(bitPattern: value)
    }
}
