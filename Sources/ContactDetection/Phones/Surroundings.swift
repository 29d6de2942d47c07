/// The evidence of the words around a number.
struct Surroundings {
    enum Label {
        case phone, whatsapp
        /// "number", "no.": nothing specific.
        case number
        /// An order, an account, a date, …
        case other
        /// Not, or no longer, the writer's.
        case withdrawn
    }

    /// Its label; nil when nothing near it names it.
    var label: Label?
    /// "Call me on …": the writer says that it is their own.
    let isMine: Bool
    /// Money beside it, or a counted noun ("followers") after it.
    let isAmount: Bool
    /// Nothing else stands on its line.
    let isAlone: Bool

    /// - Parameters:
    ///   - number: the number's place in `text`.
    ///   - bounds: the end of the previous number and the beginning of the next: words beyond these belong to them.
    init(of number: Range<Int>, in text: [UInt8], bounds: Range<Int>, words: PhoneWords) {
        let line = Self.line(around: number, in: text)
        isAlone =
            !(line.lowerBound..<number.lowerBound).contains { text[$0].isWordByte }
            && !(number.upperBound..<line.upperBound).contains { text[$0].isWordByte }
        isAmount = Self.isAmount(number, in: text, bounds: bounds, words: words)
        label = Self.label(of: number, in: text, bounds: bounds, line: line, words: words)
        let before = text.wholeCharacters(
            max(bounds.lowerBound, number.lowerBound - Self.reachBefore)..<number.lowerBound)
        let sentence = Self.sentence(before: number.lowerBound, within: before, in: text)
        isMine = words.mine.last(in: text, sentence) != nil
    }

    var speaksOfTelephones: Bool { label == .phone || label == .whatsapp }

    private static let reachBefore = 90
    private static let reachAfter = 48

    private static func label(
        of number: Range<Int>, in text: [UInt8], bounds: Range<Int>, line: Range<Int>, words: PhoneWords
    ) -> Label? {
        let before = text.wholeCharacters(
            max(bounds.lowerBound, number.lowerBound - reachBefore)..<number.lowerBound)
        let after = text.wholeCharacters(
            number.upperBound..<min(bounds.upperBound, line.upperBound, number.upperBound + reachAfter))
        let clause = clause(before: number.lowerBound, within: before, in: text)

        let sentence = sentence(before: number.lowerBound, within: before, in: text)
        if isWithdrawn(sentence, clause: clause, after: after, in: text, words: words) { return .withdrawn }
        let phone = words.phone.last(in: text, before)
        let other = words.other.last(in: text, clause)
        if let other, other.upperBound > phone?.upperBound ?? 0 || phone.map(other.overlaps) == true {
            let whatsapp = whatsapp(in: text, other.upperBound..<clause.upperBound, words: words)
            return whatsapp ? .whatsapp : .other
        }
        if whatsapp(in: text, sentence, words: words) { return .whatsapp }
        if whatsappFollows(after, in: text, words: words) { return .whatsapp }
        if phone != nil { return .phone }
        if isSaidToBeOther(after, in: text, words: words) { return .other }
        if words.phone.first(in: text, after) != nil { return .phone }
        if words.number.last(in: text, clause) != nil { return .number }
        return nil
    }

    /// Words between "my old number" and the number, over a comma: "…, le +33 …".
    private static let mostWordsOverComma = 4

    /// "My old number was …", "ask my agent, tel. …", "… does not work any more".
    private static func isWithdrawn(
        _ sentence: Range<Int>, clause: Range<Int>, after: Range<Int>, in text: [UInt8], words: PhoneWords
    ) -> Bool {
        if let phrase = words.withdrawn.last(in: text, sentence) {
            let between = phrase.upperBound..<sentence.upperBound
            let isNear =
                phrase.lowerBound >= clause.lowerBound || Words.all(in: text, between).count <= mostWordsOverComma
            if isNear, words.mine.last(in: text, between) == nil { return true }
        }
        let rest = after.prefix { index in
            !"!?;\n".utf8.contains(text[index]) && !(text[index] == UInt8(ascii: ".") && isFullStop(index, in: text))
        }
        guard let end = rest.last.map({ $0 + 1 }),
            let phrase = words.withdrawnBehind.first(in: text, text.wholeCharacters(after.lowerBound..<end))
        else { return false }
        return words.mine.first(in: text, after.lowerBound..<phrase.lowerBound) == nil
    }

    /// WhatsApp is named, and not only to say that there is none.
    private static func whatsapp(in text: [UInt8], _ stretch: Range<Int>, words: PhoneWords) -> Bool {
        guard let name = words.whatsapp.last(in: text, stretch) else { return false }
        // "Seattle, WA 98101": the state.
        let isState = name.count == 2 && name.lowerBound >= 2 && text[name.lowerBound - 2] == UInt8(ascii: ",")
        let lead = max(stretch.lowerBound, name.lowerBound - 20)..<name.lowerBound
        return !isState && !isMissing(text.wholeCharacters(lead), before: name.lowerBound, in: text, words: words)
    }

    /// "I don't have WhatsApp", "No WhatsApp, sorry", but not "me chama no WhatsApp".
    private static func isMissing(
        _ lead: Range<Int>, before name: Int, in text: [UInt8], words: PhoneWords
    ) -> Bool {
        if words.without.last(in: text, lead) != nil { return true }
        let no = Array("no ".utf8)
        guard name >= no.count, text[(name - no.count)..<name].elementsEqual(no) else { return false }
        let before = text[..<(name - no.count)].suffix(4).last { $0 != 0x20 }
        return before.map { !$0.isWordByte } ?? true
    }

    /// "98765 43210 (WhatsApp)", but not "98765 43210, WhatsApp: 91234 56789", where it names the next one.
    private static func whatsappFollows(_ after: Range<Int>, in text: [UInt8], words: PhoneWords) -> Bool {
        guard let name = words.whatsapp.first(in: text, after) else { return false }
        let lead = after.lowerBound..<name.lowerBound
        guard !isMissing(lead, before: name.lowerBound, in: text, words: words) else { return false }
        let rest = name.upperBound..<text.count
        let next = rest.first { text[$0].isWordByte || text[$0] == 0x0A || text[$0] == UInt8(ascii: ")") }
        guard let next, text[next].isASCIIDigit || text[next - 1] == UInt8(ascii: "+") else { return true }
        return false
    }

    /// "4567891234 is my order number".
    private static func isSaidToBeOther(_ after: Range<Int>, in text: [UInt8], words: PhoneWords) -> Bool {
        guard let other = words.other.first(in: text, after) else { return false }
        let lead = Words.all(in: text, after.lowerBound..<other.lowerBound)
        return lead.count <= 3
            && lead.first.map { ["is", "was", "es", "ist", "est", "e", "adalah"].contains($0) } == true
    }

    private static func isAmount(
        _ number: Range<Int>, in text: [UInt8], bounds: Range<Int>, words: PhoneWords
    ) -> Bool {
        let before = text.wholeCharacters(max(bounds.lowerBound, number.lowerBound - 6)..<number.lowerBound)
        if let sign = words.currency.last(in: text, before),
            !(sign.upperBound..<before.upperBound).contains(where: { text[$0] != 0x20 })
        {
            return true
        }
        var start = number.upperBound
        while start < bounds.upperBound, start < number.upperBound + 2, " +".utf8.contains(text[start]) { start += 1 }
        guard start < bounds.upperBound else { return false }
        let limit = min(bounds.upperBound, start + 24)
        return words.counted.end(ofPhraseAt: start, in: text, until: limit) != nil
            || words.currency.end(ofPhraseAt: start, in: text, until: limit) != nil
    }

    /// The line of a number, as far as it matters.
    private static func line(around number: Range<Int>, in text: [UInt8]) -> Range<Int> {
        let reach = 200
        let before = max(0, number.lowerBound - reach)..<number.lowerBound
        let after = number.upperBound..<min(text.count, number.upperBound + reach)
        let start = before.last { text[$0] == 0x0A }.map { $0 + 1 } ?? before.lowerBound
        return start..<(after.first { text[$0] == 0x0A } ?? after.upperBound)
    }

    /// The part of `before` after the last full stop that does not abbreviate the number's label ("no.", "tel.").
    private static func sentence(before end: Int, within before: Range<Int>, in text: [UInt8]) -> Range<Int> {
        start(of: before, in: text) { index in
            switch text[index] {
            case UInt8(ascii: "!"), UInt8(ascii: "?"): true
            case 0x0A: index + 1 < end && text[index + 1] == 0x0A && index + 2 < end
            case UInt8(ascii: "."): isFullStop(index, in: text)
            default: false
            }
        }
    }

    /// The part of `before` after the last break of any kind: nouns before it do not label the number.
    private static func clause(before end: Int, within before: Range<Int>, in text: [UInt8]) -> Range<Int> {
        start(of: before, in: text) { index in
            switch text[index] {
            case 0x0A, UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: ";"), UInt8(ascii: ","): true
            case UInt8(ascii: "."): isFullStop(index, in: text)
            default: false
            }
        }
    }

    private static func start(of stretch: Range<Int>, in text: [UInt8], after isBreak: (Int) -> Bool) -> Range<Int> {
        (stretch.last(where: isBreak).map { $0 + 1 } ?? stretch.lowerBound)..<stretch.upperBound
    }

    private static func isFullStop(_ index: Int, in text: [UInt8]) -> Bool {
        guard index + 1 < text.count, text[index + 1] == 0x20 || text[index + 1] == 0x0A else { return false }
        let word = text[..<index].suffix(6).reversed().prefix { $0.isWordByte }
        return word.count > 3
    }
}
