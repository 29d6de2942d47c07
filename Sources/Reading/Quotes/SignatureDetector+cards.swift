extension SignatureDetector {
    /// The fewest and the most lines of a card that nothing announces.
    private static let cardLines = 3...10
    private static let longestCardLine = 64

    /// A business card at the end that neither a mark nor a closing formula announces: below an empty line a name, and
    /// under it short lines of which one gives a way to reach somebody and another a title, a company or a link.
    ///
    /// A name with nothing but a number or a postal address below is what was asked for, and stays the writer's own words.
    func isCard(at index: Int) -> Bool {
        guard index > 0, lines[index - 1].isBlank, Self.cardLines.contains(restCounts[index]), !isAnnounced(index),
            isName(bytes(index))
        else { return false }
        var contacts = 0
        var titles = 0
        for candidate in index + 1..<min(lines.count, index + 20) where !lines[candidate].isBlank {
            if lines[candidate].isQuoted { break }
            let content = bytes(candidate)
            guard content.count <= Self.longestCardLine, !isSentence(content) else { return false }
            if isPostal(content) { return false }
            if ContactLine.isContact(content) { contacts += 1 }
            if !hasDigits(content) { titles += 1 }
        }
        return contacts > 0 && titles > 0
    }

    private func bytes(_ index: Int) -> ArraySlice<UInt8> { lines.bytes[lines[index].content] }

    /// "My address:", "Send it to:" above it.
    private func isAnnounced(_ index: Int) -> Bool {
        let above = lines.lines[..<index].lastIndex { !$0.isBlank }
        return above.map { ":-,".utf8.contains(bytes($0).last ?? 0) } ?? true
    }

    /// Two to four words that begin with capitals and hold no digit.
    private func isName(_ content: ArraySlice<UInt8>) -> Bool {
        let words = content.split(separator: 0x20)
        guard (2...4).contains(words.count), content.count <= 40, !hasDigits(content) else { return false }
        return words.allSatisfy { word in
            word.first.map { (0x41...0x5A).contains($0) || $0 >= 0xC3 } == true
                && !word.contains { "@:/,!?".utf8.contains($0) }
        }
    }

    private func hasDigits(_ content: ArraySlice<UInt8>) -> Bool { content.contains(where: \.isDigit) }

    /// Ends as sentences do, not as "Inc." does.
    private func isSentence(_ content: ArraySlice<UInt8>) -> Bool {
        guard let last = content.last, ".!?:".utf8.contains(last) else { return false }
        return last != UInt8(ascii: ".") || content.split(separator: 0x20).count > 5
    }

    /// Holds a number too short for a telephone, and no link: a house, a postcode.
    private func isPostal(_ content: ArraySlice<UInt8>) -> Bool {
        let digits = content.count(where: \.isDigit)
        return (1..<7).contains(digits) && !content.contains(UInt8(ascii: "@")) && !content.contains(UInt8(ascii: "/"))
    }
}
