/// Where a mail must be cut so that GMime meets no more than `maxParts` boundary lines and `maxDepth` boundaries.
///
/// GMime compares every line that starts with `--` with every boundary that is open, and allocates per part: both
/// are bounded here, before it, in one pass over the bytes.
struct BoundaryCount {
    /// How many bytes may be parsed; nil when all of them may.
    private(set) var cut: Int?

    private static let declaration = Array("boundary".utf8)
    private static let embedded = Array("message/rfc822".utf8)

    init(_ bytes: [UInt8], limits: MailLimits) {
        // Nearly every reply is too short to hold that many.
        guard bytes.count / Self.declaration.count > limits.maxParts || bytes.count / 4 > limits.maxParts * 4 else {
            return
        }
        var dashLines = 0
        var declarations = 0
        var lines = LineScanner(bytes[...])
        while let line = lines.next() {
            if line.starts(with: "--".utf8), line.count <= 80, isDelimiter(line) { dashLines += 1 }
            declarations += Self.declarations(in: line)
            if dashLines > limits.maxParts * 4 || declarations > limits.maxParts {
                cut = line.startIndex
                return
            }
        }
    }

    /// A line such as `--abc` or `--abc--`: not the dashes and underscores that people and programs draw.
    private func isDelimiter(_ line: ArraySlice<UInt8>) -> Bool {
        line.contains { $0 != UInt8(ascii: "-") && !$0.isWhitespace }
    }

    private static func declarations(in line: ArraySlice<UInt8>) -> Int {
        guard line.count >= declaration.count, line.count < 2_000 else { return 0 }
        var count = 0
        for index in line.indices.dropLast(declaration.count - 1) {
            let byte = line[index].asciiLowercased
            if byte == UInt8(ascii: "b"), matches(declaration, line, at: index) { count += 1 }
            if byte == UInt8(ascii: "m"), matches(embedded, line, at: index) { count += 1 }
        }
        return count
    }

    private static func matches(_ word: [UInt8], _ line: ArraySlice<UInt8>, at index: Int) -> Bool {
        index + word.count <= line.endIndex
            && zip(word, line[index...]).allSatisfy { $0 == $1.asciiLowercased }
    }
}
