/// A file of words of one language.
///
/// `#` begins a comment line. `key: value` lines precede the first section; `[title]` opens a section and may be followed by a line
/// of it. Every other line is one or more phrases separated by `|`; `PhraseExpansion` describes what else it may contain.
/// `let name = a|b` defines `<name>` for the lines below.
package struct LanguageFile: Sendable {
    /// The subject of a file; its name is the file's, without `.txt`.
    package enum Kind: String, CaseIterable, Sendable {
        /// The words of people who agree, refuse, ask or put off.
        case consent
        /// The phrases with which mail programs introduce quotes and forwards.
        case quotes
        case signatures
        /// The phrases of bounces and automatic replies.
        case machines
        case calendar
        /// The words beside phone numbers.
        case phones
        /// Spelled numbers.
        case numbers
        case streets
    }

    package struct Line: Sendable {
        /// In the file, counted from 1.
        package let number: Int
        /// As written, blanks at their ends included; never empty.
        package let phrases: [String]
    }

    package struct Section: Sendable {
        package let title: String
        package let number: Int
        package fileprivate(set) var lines: [Line] = []
    }

    package struct Setting: Sendable {
        package let key: String
        package let value: String
        package let line: Int
    }

    package let name: String
    package let settings: [Setting]
    /// In order; a title may occur again.
    package let sections: [Section]

    /// Reads the text of a file.
    ///
    /// - Parameter name: for faults: `de/quotes.txt`.
    package init(name: String, text: [UInt8]) throws(LanguageFault) {
        var reader = Reader(name: name)
        for line in text.split(separator: 0x0A, omittingEmptySubsequences: false) { try reader.take(line) }
        self.name = name
        settings = reader.settings
        sections = reader.sections
    }

    /// The phrases of the sections with a title, trimmed.
    package func phrases(_ title: String) -> [String] { lines(title).flatMap { $0 } }

    /// The same, by lines.
    package func lines(_ title: String) -> [[String]] {
        sections.lazy.filter { $0.title == title }.flatMap { section in
            section.lines.map { line in line.phrases.map { String($0[...].trimmingBlanks()) } }
        }
    }
}

extension LanguageFile {
    private struct Reader {
        let name: String
        private var number = 0
        private(set) var settings: [Setting] = []
        private(set) var sections: [Section] = []
        private var definitions: [String: String] = [:]

        init(name: String) { self.name = name }

        mutating func take(_ bytes: ArraySlice<UInt8>) throws(LanguageFault) {
            number += 1
            let line = bytes.trimming { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
            guard let first = line.first, first != UInt8(ascii: "#") else { return }
            if first == UInt8(ascii: "[") { return try open(line) }
            if line.starts(with: "let ".utf8) { return try define(line.dropFirst(4)) }
            guard sections.isEmpty else { return try add(line) }
            try set(line)
        }

        private mutating func open(_ line: ArraySlice<UInt8>) throws(LanguageFault) {
            guard let end = line.firstIndex(of: UInt8(ascii: "]")) else { throw fault("a [section] is not closed") }
            sections.append(Section(title: text(line[..<end].dropFirst()), number: number))
            let rest = line[(end + 1)...].trimming { $0 == 0x20 }
            if !rest.isEmpty { try add(rest) }
        }

        private mutating func define(_ line: ArraySlice<UInt8>) throws(LanguageFault) {
            let sides = text(line).split(separator: "=", maxSplits: 1)
            guard sides.count == 2 else { throw fault("write 'let name = one|other'") }
            definitions[String(sides[0].trimmingBlanks())] = String(sides[1].trimmingBlanks())
        }

        private mutating func set(_ line: ArraySlice<UInt8>) throws(LanguageFault) {
            let sides = text(line).split(separator: ":", maxSplits: 1).map { $0.trimmingBlanks() }
            guard sides.count == 2 else { throw fault("a phrase stands before the first [section]") }
            settings.append(Setting(key: String(sides[0]), value: String(sides[1]), line: number))
        }

        private mutating func add(_ line: ArraySlice<UInt8>) throws(LanguageFault) {
            let phrases: [String]
            do {
                phrases = try PhraseExpansion.phrases(of: line, definitions: definitions)
            } catch {
                throw fault(error.description)
            }
            sections[sections.count - 1].lines.append(Line(number: number, phrases: phrases))
        }

        private func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

        private func fault(_ problem: String) -> LanguageFault {
            LanguageFault(file: name, line: number, problem: problem)
        }
    }
}

extension ArraySlice<UInt8> {
    /// Without the bytes of one kind at both ends.
    fileprivate func trimming(_ isTrimmed: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        var slice = self
        while let byte = slice.first, isTrimmed(byte) { slice.removeFirst() }
        while let byte = slice.last, isTrimmed(byte) { slice.removeLast() }
        return slice
    }
}

extension Substring {
    /// Without white space at both ends.
    package func trimmingBlanks() -> Substring {
        guard let first = firstIndex(where: { !$0.isWhitespace }),
            let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return self[first...last]
    }
}
