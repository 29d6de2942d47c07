/// A readable data file: sections in brackets, and in each of them lines `key: value; value; …`.
///
/// `#` begins a comment only at the start of a line, because it means a digit in postcode patterns. A line that begins with a space
/// continues the values of the previous line.
struct DataSheet {
    struct Section {
        let name: String
        let line: Int
        fileprivate(set) var entries: [(key: String, values: [String])] = []

        func values(_ key: String) -> [String] {
            entries.lazy.filter { $0.key == key }.flatMap(\.values)
        }
    }

    let sections: [Section]

    init(file: String, _ bytes: [UInt8]) throws(ContactDataError) {
        var sections: [Section] = []
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        for (number, line) in zip(1..., lines) {
            let text = String(decoding: line, as: UTF8.self)
            let content = Self.trimmed(text[...])
            guard !content.isEmpty, !text.hasPrefix("#") else { continue }
            if content.hasPrefix("["), content.hasSuffix("]") {
                sections.append(Section(name: Self.trimmed(content.dropFirst().dropLast()), line: number))
                continue
            }
            guard var section = sections.popLast() else {
                throw ContactDataError(file: file, line: number, problem: "stands before the first [section]")
            }
            if text.hasPrefix(" "), let last = section.entries.popLast() {
                section.entries.append((last.key, last.values + Self.values(content[...])))
            } else if let colon = content.firstIndex(of: ":") {
                let key = Self.trimmed(content[..<colon])
                section.entries.append((key, Self.values(content[content.index(after: colon)...])))
            } else {
                throw ContactDataError(file: file, line: number, problem: "has no `key:`")
            }
            sections.append(section)
        }
        self.sections = sections
    }

    private static func values(_ text: Substring) -> [String] {
        text.split(separator: ";").map { trimmed($0) }.filter { !$0.isEmpty }
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0 == " " }
        let end = start.lastIndex { $0 != " " }
        return end.map { String(start[...$0]) } ?? ""
    }
}
