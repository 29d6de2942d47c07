/// Parses a form with files (`multipart/form-data`, RFC 7578) piece by piece: no more than a piece and the head of a part is in
/// memory.
struct MultipartReader {
    enum Piece: Hashable {
        /// A complete field that is not a file.
        case field(name: String, value: String)
        /// A file begins; its content follows.
        case file(name: String, fileName: String)
        case bytes([UInt8])
        /// The file is complete.
        case end
    }

    enum Failure: Error, Hashable {
        /// It is not a form, or its parts are larger than a form's.
        case malformed
        /// It ended in the middle.
        case incomplete
    }

    private enum Place {
        case beforeDelimiter, head, value(name: String), file, over
    }

    /// The largest head of a part, and the largest field.
    private static let most = 16 * 1_024

    private let delimiter: [UInt8]
    private var buffer: [UInt8]
    private var place = Place.beforeDelimiter

    /// - Parameter contentType: the request's Content-Type.
    init?(contentType: String) {
        let parts = contentType.split(separator: ";").map { $0.drop { $0 == " " } }
        guard parts.first?.lowercased() == "multipart/form-data",
            let word = parts.dropFirst().first(where: { $0.lowercased().hasPrefix("boundary=") })
        else { return nil }
        let boundary = word.dropFirst(9).filter { $0 != "\"" }
        guard (1...70).contains(boundary.utf8.count) else { return nil }
        delimiter = Array("\r\n--\(boundary)".utf8)
        // Makes the first delimiter like the others.
        buffer = [13, 10]
    }

    /// The parts that these bytes complete.
    mutating func read(_ bytes: some Sequence<UInt8>) throws(Failure) -> [Piece] {
        buffer += bytes
        var pieces: [Piece] = []
        while try step(&pieces) {}
        return pieces
    }

    /// - Throws: when the form had not ended.
    func finish() throws(Failure) {
        guard case .over = place else { throw .incomplete }
    }

    /// Whether the bytes here may contain more.
    private mutating func step(_ pieces: inout [Piece]) throws(Failure) -> Bool {
        switch place {
        case .over:
            buffer = []
            return false
        case .beforeDelimiter:
            guard let start = position(of: delimiter) else { return try refuseLong() }
            return try begin(behind: start)
        case .head:
            guard let end = position(of: [13, 10, 13, 10]) else { return try refuseLong() }
            let head = Array(buffer[..<end])
            buffer.removeFirst(end + 4)
            return try open(head, &pieces)
        case .value(let name):
            guard let end = position(of: delimiter) else { return try refuseLong() }
            pieces.append(.field(name: name, value: String(decoding: buffer[..<end], as: UTF8.self)))
            return try begin(behind: end)
        case .file: return try content(&pieces)
        }
    }

    private mutating func content(_ pieces: inout [Piece]) throws(Failure) -> Bool {
        guard let end = position(of: delimiter) else {
            let whole = buffer.count - (delimiter.count - 1)
            guard whole > 0 else { return false }
            pieces.append(.bytes(Array(buffer[..<whole])))
            buffer.removeFirst(whole)
            return false
        }
        if end > 0 { pieces.append(.bytes(Array(buffer[..<end]))) }
        pieces.append(.end)
        return try begin(behind: end)
    }

    /// A delimiter is followed by a part, or by the end of the form.
    private mutating func begin(behind start: Int) throws(Failure) -> Bool {
        let next = start + delimiter.count
        guard buffer.count >= next + 2 else {
            buffer.removeFirst(start)
            place = .beforeDelimiter
            return false
        }
        let two = buffer[next..<next + 2]
        buffer.removeFirst(next + 2)
        if two.elementsEqual([45, 45]) {
            place = .over
        } else {
            guard two.elementsEqual([13, 10]) else { throw .malformed }
            place = .head
        }
        return true
    }

    private mutating func open(_ head: [UInt8], _ pieces: inout [Piece]) throws(Failure) -> Bool {
        let lines = String(decoding: head, as: UTF8.self).split(whereSeparator: \.isNewline)
        let isDisposition = { (line: Substring) in line.lowercased().hasPrefix("content-disposition:") }
        guard let line = lines.first(where: isDisposition), let name = Self.parameter("name", of: line) else {
            throw .malformed
        }
        if let fileName = Self.parameter("filename", of: line) {
            pieces.append(.file(name: name, fileName: fileName))
            place = .file
        } else {
            place = .value(name: name)
        }
        return true
    }

    /// Browsers write a quote in a name as `%22` (HTML standard, multipart/form-data).
    private static func parameter(_ name: String, of line: Substring) -> String? {
        guard let start = line.firstRange(of: " \(name)=\"") ?? line.firstRange(of: ";\(name)=\"") else { return nil }
        return String(line[start.upperBound...].prefix { $0 != "\"" }).replacing("%22", with: "\"")
    }

    /// More must come, up to a limit.
    private func refuseLong() throws(Failure) -> Bool {
        guard buffer.count <= Self.most else { throw .malformed }
        return false
    }

    private func position(of word: [UInt8]) -> Int? {
        guard let first = word.first, buffer.count >= word.count else { return nil }
        var place = 0
        let last = buffer.count - word.count
        while place <= last {
            guard let found = buffer[place...last].firstIndex(of: first) else { return nil }
            if buffer[found..<found + word.count].elementsEqual(word) { return found }
            place = found + 1
        }
        return nil
    }
}
