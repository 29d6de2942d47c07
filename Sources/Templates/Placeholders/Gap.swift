import Text

/// `[gap:2]`: a tag in brackets.
struct BracketTag {
    /// The most blank lines of one gap.
    static let lines = 0...10

    /// Bytes, brackets included.
    let length: Int
    private let name: String
    private let value: String?

    /// The tag at the beginning of `bytes`. Other brackets are text: `[1]`, `[see below]`, `[Note: call first]`.
    init?(_ bytes: ArraySlice<UInt8>) {
        let name = bytes.dropFirst().prefix(16).prefix(while: \.isASCIILetter)
        let rest = bytes[name.endIndex...]
        self.name = String(decoding: name, as: UTF8.self)
        let isGap = self.name.asciiLowercased == "gap"
        if isGap, rest.first == ASCII.closeBracket {
            (value, length) = (nil, name.count + 2)
            return
        }
        guard !name.isEmpty, rest.first == ASCII.colon,
            let end = rest.prefix(12).firstIndex(of: ASCII.closeBracket)
        else { return nil }
        let value = rest[(rest.startIndex + 1)..<end]
        guard isGap || !value.isEmpty && value.allSatisfy(\.isASCIIDigit) else { return nil }
        self.value = PythonText.stripped(String(decoding: value, as: UTF8.self))
        length = end + 1 - bytes.startIndex
    }

    struct IsNoGap: Error {}

    /// The number of blank lines it means.
    func lines() throws(IsNoGap) -> Int {
        guard name == "gap", let lines = value.flatMap({ Int($0) }), Self.lines.contains(lines) else { throw IsNoGap() }
        return lines
    }

    /// Why it is invalid.
    var problem: TemplateError.Problem {
        guard name.asciiLowercased == "gap" else {
            return .unknown(kind: "tag", name: name, nearest: NearestNames.to(name, among: ["gap"]))
        }
        return .syntax("a gap is written [gap:0] to [gap:10], for 0 to 10 blank lines")
    }
}

/// Vertical space in both forms of a mail.
enum Gap {
    /// Nothing for no line. An em each, which mail programs keep when they drop margins.
    static func html(_ lines: Int) -> String {
        lines == 0 ? "" : "<div style=\"height:\(lines)em;line-height:\(lines)em\">&nbsp;</div>"
    }

    /// A gap alone in a paragraph replaces the paragraph. Removes the tags around it; returns the length of the removed text after
    /// it.
    static func unwrap(_ before: inout [UInt8], before after: ArraySlice<UInt8>) -> Int {
        for (opening, closing) in [("<p>", "</p>"), ("<div>", "</div>")]
        where before.suffix(opening.utf8.count).elementsEqual(opening.utf8) && after.starts(with: closing.utf8) {
            before.removeLast(opening.utf8.count)
            return closing.utf8.count
        }
        return 0
    }

    static func dropWhiteSpace(atEndOf bytes: inout [UInt8]) {
        while bytes.last?.isASCIIWhitespace == true { bytes.removeLast() }
    }

    /// From a line break: the bytes up to the last of several line breaks separated only by white space.
    static func blankLines(_ bytes: ArraySlice<UInt8>) -> Int? {
        let space = bytes.prefix(while: \.isASCIIWhitespace)
        guard space.count(where: { $0 == ASCII.lineFeed }) > 1, let last = space.lastIndex(of: ASCII.lineFeed) else {
            return nil
        }
        return last + 1 - bytes.startIndex
    }

    /// The length of a paragraph without content at the start of `bytes`.
    static func blankParagraph(_ bytes: ArraySlice<UInt8>) -> Int? {
        let forms = ["<p></p>", "<p>&nbsp;</p>", "<p>\u{A0}</p>", "<p><br></p>", "<p><br/></p>", "<p><br /></p>"]
        return forms.first { bytes.starts(with: $0.utf8) }?.utf8.count
    }
}
