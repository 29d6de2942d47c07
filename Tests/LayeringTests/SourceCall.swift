/// A call in a Swift source, with its arguments as they stand there.
struct SourceCall: Equatable {
    struct Argument: Equatable {
        let label: String?
        let text: String
    }

    let name: String
    let arguments: [Argument]

    /// The calls of functions with one of these names, outside comments; declarations are none.
    static func calls(of names: Set<String>, in source: String) -> [SourceCall] {
        var reader = Reader(Self.code(of: source))
        var calls: [SourceCall] = []
        var previous = ""
        while let word = reader.nextWord() {
            if names.contains(word), previous != "func", reader.isAtParenthesis {
                var inside = reader
                calls.append(SourceCall(name: word, arguments: inside.arguments().map(Argument.init)))
            }
            previous = word
        }
        return calls
    }

    /// The words behind a leading dot, as in `.some`, which are enum cases as a rule.
    static func cases(in text: String) -> Set<String> {
        let bytes = Array(code(of: text).utf8)
        var found: Set<String> = []
        for (place, byte) in bytes.enumerated() where byte == UInt8(ascii: ".") {
            if place > 0, Reader.isWord(bytes[place - 1]) || ")]?!\"".utf8.contains(bytes[place - 1]) { continue }
            found.insert(String(decoding: bytes[(place + 1)...].prefix(while: Reader.isWord), as: UTF8.self))
        }
        return found
    }

    /// The lines that are no comments.
    static func code(of source: String) -> String {
        source.split(separator: "\n").filter { !$0.drop(while: \.isWhitespace).hasPrefix("//") }.joined(separator: "\n")
    }

    /// The plain string literals of a text; of one with an interpolation, what stands before it.
    static func literals(in text: String) -> [String] {
        text.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
            .filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element.prefix { $0 != "\\" }) }
    }
}

extension SourceCall.Argument {
    /// From `label: value`, or a value alone.
    init(_ source: String) {
        let word = source.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        if !word.isEmpty, source.dropFirst(word.count).hasPrefix(": ") {
            self.init(label: String(word), text: String(source.dropFirst(word.count + 2)))
        } else {
            self.init(label: nil, text: source)
        }
    }
}

extension SourceCall {
    /// Walks over the bytes of a source.
    struct Reader {
        private let bytes: [UInt8]
        private var place = 0

        init(_ code: String) { bytes = Array(code.utf8) }

        var isAtParenthesis: Bool { place < bytes.count && bytes[place] == UInt8(ascii: "(") }

        mutating func nextWord() -> String? {
            while place < bytes.count, !Self.isWord(bytes[place]) { place += 1 }
            guard place < bytes.count else { return nil }
            let word = bytes[place...].prefix(while: Self.isWord)
            place = word.endIndex
            return String(decoding: word, as: UTF8.self)
        }

        /// The arguments of the call whose parenthesis is here, cut at the commas between them.
        mutating func arguments() -> [String] {
            var pieces: [[UInt8]] = [[]]
            var depth = 0
            while place < bytes.count {
                let start = place
                let byte = bytes[place]
                if byte == UInt8(ascii: "\"") { skipString() } else { place += 1 }
                if "([{".utf8.contains(byte) { depth += 1 }
                if ")]}".utf8.contains(byte) { depth -= 1 }
                if depth == 0 { break }
                if depth == 1, byte == UInt8(ascii: ",") {
                    pieces.append([])
                } else if start > 0, depth > 1 || byte != UInt8(ascii: "(") {
                    pieces[pieces.count - 1] += bytes[start..<place]
                }
            }
            return pieces.map { String(decoding: $0, as: UTF8.self).trimmed }.filter { !$0.isEmpty }
        }

        /// Over a string literal with all that is interpolated into it.
        private mutating func skipString() {
            place += 1
            while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
                let isEscape = bytes[place] == UInt8(ascii: "\\")
                place += isEscape ? 1 : 0
                if isEscape, isAtParenthesis { _ = arguments() } else { place += 1 }
            }
            place += 1
        }

        static func isWord(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
    }
}

extension String {
    fileprivate var trimmed: String {
        var rest = drop(while: \.isWhitespace)
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
