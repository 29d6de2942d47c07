import Text

/// Text counted and folded like Python's: by Unicode scalars, with Unicode's white space and full case mappings.
enum PythonText {
    // MARK: White space

    /// `str.isspace`: Unicode's white space, and the four separators of ASCII.
    static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        (0x1C...0x1F).contains(scalar.value) || scalar.properties.isWhitespace
    }

    /// `str.rstrip`.
    static func strippedAtEnd(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let last = scalars.lastIndex(where: { !isSpace($0) }) else { return "" }
        return String(scalars[...last])
    }

    /// Bytes of white space at the start of `bytes`.
    static func whitespace(atStartOf bytes: ArraySlice<UInt8>) -> Int {
        var count = 0
        while let first = bytes.dropFirst(count).first {
            if first < 0x80 {
                guard first.isASCIIWhitespace || (0x1C...0x1F).contains(first) else { return count }
                count += 1
            } else {
                // No scalar takes more than four bytes, and no white space that UTF-8 spells in several is followed by
                // anything that belongs to it.
                let next = String(decoding: bytes.dropFirst(count).prefix(4), as: UTF8.self).unicodeScalars.first
                guard let next, isSpace(next) else { return count }
                count += String(next).utf8.count
            }
        }
        return count
    }

    /// `str.strip`: of white space, or of any of `characters`.
    static func stripped(_ text: String, of characters: String? = nil) -> String {
        let set = characters.map { Set($0.unicodeScalars) }
        let belongs: (Unicode.Scalar) -> Bool = { set?.contains($0) ?? isSpace($0) }
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !belongs($0) }),
            let last = scalars.lastIndex(where: { !belongs($0) })
        else { return "" }
        return String(scalars[first...last])
    }

    // MARK: Names

    /// The end of the identifier that begins at `start`; `start` itself where none does.
    static func nameEnd(in bytes: [UInt8], from start: Int) -> Int {
        var end = start
        while end < bytes.count {
            let byte = bytes[end]
            if byte < 0x80 {
                guard byte.isASCIILetter || byte == UInt8(ascii: "_") || end > start && byte.isASCIIDigit else { break }
                end += 1
            } else {
                let next = String(decoding: bytes[end...].prefix(4), as: UTF8.self).unicodeScalars.first
                guard let next, end > start ? next.properties.isXIDContinue : next.properties.isXIDStart else { break }
                end += String(next).utf8.count
            }
        }
        return end
    }

    // MARK: Case

    /// `str.lower`, which knows the form a sigma has at the end of a word (SpecialCasing.txt, Final_Sigma).
    static func lowercased(_ text: String) -> String {
        let lower = text.lowercased()
        guard text.unicodeScalars.contains("\u{3A3}") else { return lower }
        let scalars = Array(text.unicodeScalars)
        return scalars.indices.map { index in
            guard scalars[index] == "\u{3A3}" else { return scalars[index].properties.lowercaseMapping }
            let before = scalars[..<index].last { !$0.properties.isCaseIgnorable }
            let after = scalars[(index + 1)...].first { !$0.properties.isCaseIgnorable }
            let isFinal = before?.properties.isCased == true && after?.properties.isCased != true
            return isFinal ? "\u{3C2}" : "\u{3C3}"
        }.joined()
    }

    /// `str.capitalize`: the first scalar as in titles, the rest in lower case.
    static func capitalized(_ text: String) -> String {
        guard let first = text.unicodeScalars.first else { return text }
        return first.properties.titlecaseMapping + lowercased(String(text.unicodeScalars.dropFirst()))
    }

    /// Jinja's `title`: words begin after white space and after `-`, `(`, `{`, `[` and `<`, not after an apostrophe.
    static func titled(_ text: String) -> String {
        var result = ""
        var word = String.UnicodeScalarView()
        var isInWord = false
        for scalar in text.unicodeScalars {
            let splits = isSpace(scalar) || "-({[<".unicodeScalars.contains(scalar)
            if splits == isInWord, !word.isEmpty {
                result += titledWord(word)
                word = String.UnicodeScalarView()
            }
            isInWord = !splits
            word.append(scalar)
        }
        return result + titledWord(word)
    }

    private static func titledWord(_ word: String.UnicodeScalarView) -> String {
        guard let first = word.first else { return "" }
        return String(first).uppercased() + lowercased(String(word.dropFirst()))
    }
}
