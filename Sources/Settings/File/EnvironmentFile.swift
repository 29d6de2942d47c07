/// A settings file in the forms people write: `NAME=value` lines, with or without `export`, values with or without quotes, comments
/// after values, a byte order mark, Windows line ends.
///
/// Linear in the size of the file. It only parses; whether names have a meaning is judged elsewhere.
struct EnvironmentFile: Sendable, Hashable {
    struct Entry: Sendable, Hashable {
        let name: String
        /// Without quotes and comment; white space at the ends is kept only inside quotes.
        let value: String
        /// From 1.
        let line: Int
        /// In single quotes, so a `$` in it is literal.
        let isLiteral: Bool
    }

    /// The longest file that is read, in bytes: twice the size of a thousand accounts with every setting.
    static let limit = 1 << 20

    private(set) var entries: [Entry] = []
    /// A sentence for each unreadable line. None quotes the line: it may be half a password.
    private(set) var faults: [String] = []

    /// - Parameters:
    ///   - bytes: UTF-8, with or without a byte order mark.
    ///   - path: the file's name in faults.
    init(_ bytes: [UInt8], path: String) {
        guard bytes.count <= Self.limit else {
            faults.append("\(path) is longer than a settings file can be (1 MB): name the right file with --env.")
            return
        }
        guard let text = Self.text(bytes) else {
            faults.append("\(path) is not UTF-8 text: save it again as UTF-8 (in Windows' Notepad: Save as, Encoding).")
            return
        }
        for (number, line) in Self.lines(text).enumerated() { read(line, number + 1, path) }
    }

    /// Nil for UTF-16, which Windows writes too, and for any other encoding.
    private static func text(_ bytes: [UInt8]) -> [UInt8]? {
        let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = bytes.starts(with: byteOrderMark) ? Array(bytes.dropFirst(3)) : bytes
        return !text.contains(0) && String(validating: text, as: UTF8.self) != nil ? text : nil
    }

    /// A line ends with LF, CR LF or CR.
    private static func lines(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = text.startIndex
        for (index, byte) in text.enumerated() where byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
            let isSecondHalf = byte == UInt8(ascii: "\n") && index > 0 && text[index - 1] == UInt8(ascii: "\r")
            if !isSecondHalf { lines.append(text[start..<index]) }
            start = index + 1
        }
        return lines + [text[start...]]
    }

    private mutating func read(_ line: ArraySlice<UInt8>, _ number: Int, _ path: String) {
        let text = String(decoding: line, as: UTF8.self).trimmed
        guard !text.isEmpty, text.utf8.first != UInt8(ascii: "#") else { return }
        let assignment = Self.withoutExport(text)
        guard let equals = assignment.firstIndex(of: "="), let name = Self.name(assignment[..<equals]) else {
            faults.append("Line \(number) of \(path) is not a setting: write NAME=value, or put # in front of it.")
            return
        }
        do throws(EnvironmentValue.Fault) {
            let value = try EnvironmentValue(assignment[assignment.index(after: equals)...])
            entries.append(Entry(name: name, value: value.text, line: number, isLiteral: value.isLiteral))
        } catch {
            faults.append("\(name) in line \(number) of \(path) \(error.sentence)")
        }
    }

    /// Shells need `export`; here it has no effect.
    private static func withoutExport(_ text: String) -> Substring {
        guard text.hasPrefix("export"), let next = text.dropFirst(6).first, next.isWhitespace else { return text[...] }
        return text.dropFirst(6).drop(while: \.isWhitespace)
    }

    /// Letters, digits, `_`, and characters that people write by mistake instead; nil for anything that is not a name.
    private static func name(_ text: Substring) -> String? {
        let name = String(text).trimmed
        let isName = name.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || "_-.".utf8.contains(byte)
        }
        return isName && (1...80).contains(name.utf8.count) ? name : nil
    }
}
