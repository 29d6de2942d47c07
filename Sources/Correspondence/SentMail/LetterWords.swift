/// The words of a letter that distinguish one text from another.
enum LetterWords {
    /// The words between greeting and closing: a mail to Ann and the same mail to Bob have the same.
    static func body(of text: String) -> [String] {
        var lines = text.split(whereSeparator: \.isNewline).filter { line in line.contains { !$0.isWhitespace } }
        guard let first = lines.first else { return [] }
        lines[0] = withoutGreeting(first)
        if words(lines[0]).isEmpty { lines.removeFirst() }
        // "Best," "Ann Miller" "Founder": short lines at the end are the writer's, not the letter's.
        while lines.count > 1, let last = lines.last, words(last).count <= 4 { lines.removeLast() }
        return lines.flatMap { words($0) }
    }

    /// Lower-cased runs of letters. Numbers, addresses and links often differ from mail to mail, so they do not distinguish
    /// texts. Each sign of Chinese and Japanese is a word.
    static func words(_ text: some StringProtocol) -> [String] {
        var words: [String] = []
        for token in String(text).split(whereSeparator: \.isWhitespace) {
            if token.contains("@") || token.contains("://") || token.hasPrefix("www.") {
                words.append("@")
            } else {
                words += runs(of: token)
            }
        }
        return words
    }

    /// A first line that ends at a comma within five words, or is that short, is a greeting.
    private static func withoutGreeting(_ line: Substring) -> Substring {
        if let end = line.firstIndex(where: { ",!:;，！：、".contains($0) }), words(line[..<end]).count <= 5 {
            return line[line.index(after: end)...]
        }
        return words(line).count <= 4 ? "" : line
    }

    private static func runs(of token: Substring) -> [String] {
        var runs: [String] = []
        var word = ""
        func finish() {
            if !word.isEmpty { runs.append(word) }
            word = ""
        }
        for scalar in token.lowercased().unicodeScalars {
            if isIdeograph(scalar) {
                finish()
                runs.append(String(scalar))
            } else if scalar.properties.isAlphabetic {
                word.unicodeScalars.append(scalar)
            } else if scalar.properties.numericType != nil {
                if word.last != "0" { word += "0" }
            } else if scalar != "'" && scalar != "’" {
                finish()
            }
        }
        finish()
        return runs
    }

    private static func isIdeograph(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x3040...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x2_0000...0x3_FFFF: true
        default: false
        }
    }
}

extension Correspondent {
    /// The names that the mail is personalised with, as far as the header tells them.
    package var nameWords: Set<String> {
        let parts = LetterWords.words(address.localPart).filter { $0.count >= 3 }
        return Set(LetterWords.words(name ?? "") + parts)
    }
}
