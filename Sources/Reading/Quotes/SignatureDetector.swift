/// Recognises the line at which a signature, a client's advertisement or a footer begins.
struct SignatureDetector {
    let lines: BodyLines
    private static let sentFrom = PhraseSet(ReadingWords.signatures("sent from"))
    private static let footers = PhraseSet(ReadingWords.signatures("footer"))
    private static let possibleFooters = PhraseSet(ReadingWords.signatures("possible footer"))
    private static let legalWords = PhraseSet(ReadingWords.signatures("legal word"))

    /// The writer, if the whole mail tells.
    let writer: Writer?
    /// Where a quote begins.
    let isOpening: [Bool]
    /// Lines of text from each line to the next quote or the end, for the rules that require a short rest.
    let restCounts: [Int]

    init(_ lines: BodyLines, isOpening: [Bool], writer: Writer?) {
        self.lines = lines
        self.writer = writer
        self.isOpening = isOpening
        var counts = [Int](repeating: 0, count: lines.count + 1)
        for index in stride(from: lines.count - 1, through: 0, by: -1) {
            let isEnd = lines[index].isQuoted || isOpening[index]
            counts[index] = isEnd ? 0 : counts[index + 1] + (lines[index].isBlank ? 0 : 1)
        }
        restCounts = counts
    }

    /// Whether a signature starts at `index` and runs to the next quote or the end.
    ///
    /// - Parameter hasOwnText: whether the writer wrote something above it.
    func starts(at index: Int, hasOwnText: Bool) -> Bool {
        let line = lines[index]
        guard !line.isBlank, !line.isFenced else { return false }
        let content = lines.bytes[line.content]
        if content.count <= 80, isDelimiter(content) { return startsAtDelimiter(index, content, hasOwnText) }
        let text = lines.folded(index)
        return isSentFrom(text)
            || (hasOwnText && (isFooter(text, at: index) || isCard(at: index)))
    }

    func isFooter(_ text: [UInt8], at index: Int) -> Bool {
        let bare = Array(text.drop(while: \.isBracket))
        if Self.footers.starts(bare) { return true }
        guard Self.possibleFooters.starts(bare) else { return false }
        // The paragraph, judged by a few lines.
        for candidate in index..<min(lines.count, index + 4) {
            if lines[candidate].isBlank { return false }
            if Self.legalWords.occurs(in: lines.folded(candidate)) { return true }
        }
        return false
    }

    /// A line that only names the device or program that sent the mail; only a link may follow the name.
    func isSentFrom(_ text: [UInt8]) -> Bool {
        guard text.count <= 200 else { return false }
        let bare = Array(text.drop(while: \.isBracket))
        guard let end = Self.sentFrom.match(bare, at: 0) else { return Self.trailing.contains { bare.hasSuffix($0) } }
        let rest = bare[end...]
        let words = rest.split(separator: 0x20)
        // More than a dozen words are a sentence; so are eight, and anything continued after a comma, unless a link follows or the typing
        // is excused.
        guard words.count <= 12 else { return false }
        let tail = rest.firstIndex(of: UInt8(ascii: ",")).map { rest[$0...].split(separator: 0x20).count } ?? 0
        guard words.count > 7 || tail > 3 else { return true }
        return Self.excuses.occurs(in: Array(rest)) || rest.containsSubsequence("http")
    }

    private static let excuses = PhraseSet(ReadingWords.signatures("excuse"))

    /// Languages in which "sent" comes last.
    private static let trailing = ReadingWords.signatures("sent, behind").map { Array($0.utf8) }

    func isDelimiter(_ content: ArraySlice<UInt8>) -> Bool {
        content.allSatisfy { "-_=~*#".utf8.contains($0) } || isDashes(content)
    }

    /// One or more em or en dashes, and nothing else.
    private func isDashes(_ content: ArraySlice<UInt8>) -> Bool {
        content.count % 3 == 0
            && stride(from: content.startIndex, to: content.endIndex, by: 3).allSatisfy {
                content[$0] == 0xE2 && content[$0 + 1] == 0x80 && (content[$0 + 2] == 0x93 || content[$0 + 2] == 0x94)
            }
    }

    /// `-- ` (RFC 3676 section 4.3) always; variants of it only when little follows.
    private func startsAtDelimiter(_ index: Int, _ content: ArraySlice<UInt8>, _ hasOwnText: Bool) -> Bool {
        let rest = restCounts[index] - 1
        if content.elementsEqual("--".utf8) {
            let isExact = lines[index].range.count - lines[index].content.count >= 2
            return isExact || rest <= 25
        }
        guard hasOwnText else { return false }
        if isDashes(content) { return rest <= 12 }
        if content.allSatisfy({ $0 == UInt8(ascii: "_") }), content.count >= 2 { return rest <= 12 }
        return content.count >= 2 && rest <= 8 && rest > 0 && restLooksLikeContacts(after: index)
    }

    private func restLooksLikeContacts(after index: Int) -> Bool {
        var shown = 0
        var hasContact = false
        for candidate in index + 1..<min(lines.count, index + 14) {
            if lines[candidate].isQuoted { break }
            guard !lines[candidate].isBlank else { continue }
            let content = lines.bytes[lines[candidate].content]
            guard content.count <= 100 else { return false }
            shown += 1
            hasContact = hasContact || ContactLine.isContact(content)
        }
        return shown > 0 && hasContact
    }
}

/// A line of a business card.
enum ContactLine {
    /// Seven digits or more, an address, a link, or the bars and dots that cards are laid out with.
    static func isContact(_ content: ArraySlice<UInt8>) -> Bool {
        if content.filter(\.isDigit).count >= 7 { return true }
        if content.contains(UInt8(ascii: "@")) { return true }
        if content.contains(UInt8(ascii: "|")) || content.containsSubsequence("•") || content.containsSubsequence(" · ")
        {
            return true
        }
        return content.containsSubsequence("www.") || content.containsSubsequence("http")
    }
}

extension UInt8 {
    /// Marks that stand around a line that a client appended.
    fileprivate var isBracket: Bool { "(<[*_{\"'- ".utf8.contains(self) }
}

extension Collection<UInt8> where Index == Int {
    func containsSubsequence(_ word: String) -> Bool {
        let pattern = Array(word.utf8)
        guard pattern.count <= count, let first = pattern.first else { return false }
        return indices.dropLast(pattern.count - 1).contains { index in
            self[index] == first && self[index..<index + pattern.count].elementsEqual(pattern)
        }
    }
}

extension [UInt8] {
    fileprivate func hasSuffix(_ suffix: [UInt8]) -> Bool {
        self.suffix(suffix.count).elementsEqual(suffix) && count > suffix.count
    }
}
