extension SignatureDetector {
    /// The most lines that a signature has before its footers.
    private static let mostLines = 14
    /// The number of lines above that are checked for references to the lines below.
    private static let linesAbove = 8

    private static let signOffs = Set(ReadingWords.signatures("sign-off").map(\.foldedForMatching))
    private static let places = Set(ReadingWords.signatures("sign-off, from").map(\.foldedForMatching))
    private static let pointers = PhraseSet(ReadingWords.signatures("pointer"))

    /// Whether the lines from `index` to the next quote, footer or the end are an unmarked signature: recognised by a closing formula,
    /// the writer's name, titles, firms and ways to reach them.
    ///
    /// The wanted details stay own text: a name with nothing but a number or a postal address, and anything that the text above
    /// refers to.
    func isCard(at index: Int) -> Bool {
        let closing = closing(at: index)
        guard closing != nil || mayStartCard(at: index), let block = block(from: index),
            !block.kinds.dropFirst().contains(.sentence), closing != nil || startsCard(block)
        else { return false }
        let isSignature =
            switch closing {
            case .alone: endsLetter(block, named: nil, isFormula: true)
            case .unknown: endsLetter(block, named: nil, isFormula: false)
            case .named(let name): endsLetter(block, named: name, isFormula: true)
            case nil: isBusinessCard(block)
            }
        return isSignature && !(block.holdsContact && isPointedAt(index))
    }

    /// The lines of a possible signature.
    private struct Block {
        /// Those with text.
        let lines: [Int]
        let kinds: [CardLine]

        var hasEvidence: Bool { kinds.dropFirst().contains(where: \.isEvidence) }
        /// More than a name, a number and an address, which people are asked for.
        var hasFirm: Bool { kinds.contains(.reach) || kinds.contains(.company) && kinds.contains(.phone) }
        /// A number or an address, or a way to it.
        var holdsContact: Bool { kinds.contains(.phone) || kinds.contains(.postal) || kinds.contains(.reach) }
    }

    private func block(from index: Int) -> Block? {
        var found: [Int] = []
        for candidate in index..<lines.count where !lines[candidate].isBlank {
            if candidate > index, isEnd(candidate) { break }
            guard found.count < Self.mostLines else { return nil }
            found.append(candidate)
        }
        return Block(lines: found, kinds: found.map { CardLine(bytes($0), of: writer) })
    }

    private enum Closing {
        /// "Best regards,"
        case alone
        /// "Best, Maria"
        case named([UInt8])
        /// Short words and a comma: "Hugs,".
        case unknown
    }

    private func closing(at index: Int) -> Closing? {
        let content = bytes(index)
        guard content.count <= 80 else { return nil }
        let text = Array(lines.folded(index).withoutComma.trimming { ",.!-–~ ".utf8.contains($0) })
        if Self.signOffs.contains(text) { return .alone }
        let words = text.split(separator: 0x20)
        for count in (1...5).reversed() where words.count > count {
            let formula = Array(Array(words[..<count].joined(separator: [0x20])).trimming { ",.!".utf8.contains($0) })
            guard Self.signOffs.contains(formula) else { continue }
            if Self.places.contains(Array(words[count])), words.count - count <= 3 { return .alone }
            let rest = Array(words[count...].joined(separator: [0x20]))
            return words.count - count <= 3 && isWritersName(rest) ? .named(rest) : nil
        }
        let isShort = words.count <= 4 && content.last == UInt8(ascii: ",") && !content.contains(where: \.isDigit)
        return isShort && index > 0 && lines[index - 1].isBlank ? .unknown : nil
    }

    private func isWritersName(_ folded: [UInt8]) -> Bool { writer?.isNamed(folded) ?? false }

    /// Below a closing formula: anything a card may hold, or the name alone if the writer is known.
    private func endsLetter(_ block: Block, named name: [UInt8]?, isFormula: Bool) -> Bool {
        let below = block.lines.dropFirst()
        if block.kinds.dropFirst().contains(.postal), !block.hasFirm { return false }
        guard let first = below.first else { return name != nil }
        let isNamed = name != nil || isWritersName(lines.folded(first))
        guard isNamed || isFormula && (CardLine.isName(bytes(first)) || block.kinds[1].isEvidence) else { return false }
        if block.hasEvidence { return isNamed || isFormula }
        return writer != nil && (isNamed || below.count == 1) && below.count <= 3
    }

    /// The end of a signature: a quote, or a client's or firm's footer.
    private func isEnd(_ index: Int) -> Bool {
        if lines[index].isQuoted || isOpening[index] { return true }
        let content = lines.bytes[lines[index].content]
        if content.count <= 80, isDelimiter(content) { return true }
        let text = lines.folded(index)
        return isSentFrom(text) || isFooter(text, at: index)
    }

    private func mayStartCard(at index: Int) -> Bool {
        guard index > 0, lines[index].content.count <= 120 else { return false }
        return lines[index - 1].isBlank || writer?.isWhole(lines.folded(index)) ?? false
    }

    /// Without a closing formula: a name or a firm below an empty line, or the writer's own name.
    private func startsCard(_ block: Block) -> Bool {
        guard let index = block.lines.first else { return false }
        let isWriter = writer?.isWhole(lines.folded(index)) ?? false
        guard index > 0, isWriter || lines[index - 1].isBlank else { return false }
        return isWriter || CardLine.isName(firstField(index)) || block.kinds[0] == .company
    }

    private func isBusinessCard(_ block: Block) -> Bool {
        let isWriter = writer?.isWhole(lines.folded(block.lines[0])) ?? false
        guard block.lines.count > 1 || block.kinds[0].isEvidence else { return isWriter }
        let titles = block.kinds.contains { $0 == .role || $0 == .company }
        if block.kinds.contains(.postal), !block.hasFirm { return false }
        if titles, block.kinds.contains(.phone) { return true }
        return block.kinds.contains(.reach) || titles && isWriter
    }

    /// "Maria Lopez | Content Creator": the part before the first bar.
    private func firstField(_ index: Int) -> ArraySlice<UInt8> {
        let content = bytes(index)
        let field = content.prefix { $0 != UInt8(ascii: "|") && $0 != UInt8(ascii: ",") }
        return field.trimming { $0 == 0x20 }
    }

    /// "My address:" directly above it, or anywhere in the text "my number is below", "send it to".
    private func isPointedAt(_ index: Int) -> Bool {
        var seen = 0
        for above in stride(from: index - 1, through: 0, by: -1) where !lines[above].isBlank {
            guard seen < Self.linesAbove, index - above < 40, !lines[above].isQuoted else { return false }
            if seen == 0, bytes(above).last == UInt8(ascii: ":") { return true }
            if Self.pointers.occurs(in: lines.folded(above)) { return true }
            seen += 1
        }
        return false
    }

    private func bytes(_ index: Int) -> ArraySlice<UInt8> { lines.bytes[lines[index].content] }
}

extension [UInt8] {
    /// Without the comma of another script at its end.
    fileprivate var withoutComma: [UInt8] {
        let comma = ["،", "，", "、", "。", "؛"].first { suffix($0.utf8.count).elementsEqual($0.utf8) }
        return comma.map { Array(dropLast($0.utf8.count)) } ?? self
    }
}
