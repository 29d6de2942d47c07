import Correspondence
import MIME
import Timing

/// The day of return stated in a vacation notice.
enum ReturnDate {
    /// Midnight UTC of the stated day, or of the Monday after its weekend; nil when none is stated.
    ///
    /// A day after a word of return wins over one after "until", the later over the earlier. A day without a year is the next such day,
    /// or one of the last 60: notices are left on by mistake. Weekdays and "tomorrow" count from
    /// `receivedAt`.
    static func find(in mail: ParsedMail, _ words: MachineWords, _ receivedAt: Timestamp) -> Timestamp? {
        if let stated = appleEndDate(mail.headers), bounds.contains(stated - receivedAt) { return stated }
        return find(in: words.text, receivedAt: receivedAt)
    }

    static func find(in text: [UInt8], receivedAt: Timestamp) -> Timestamp? {
        guard let today = receivedAt.date.daysSince1970 else { return nil }
        let mentions = DateMentions(text, today: today).mentions
        let marked = mentions.map { (mention: $0, mark: mark(of: $0, in: text)) }
        let day =
            marked.last { $0.mark == .returning }?.mention.day
            ?? marked.last { $0.mark == .inclusive }.map { $0.mention.day + 1 }
            ?? marked.last { $0.mark == .until }?.mention.day
        guard let day, bounds.contains(.seconds((day - today) * 86_400)) else { return nil }
        return Timestamp(CalendarDate(daysSince1970: businessDay(day)))
    }

    /// Mail that waited for their return is not read on Saturday and Sunday. 1970-01-01 was a Thursday.
    private static func businessDay(_ day: Int) -> Int {
        switch (day + 3) % 7 {
        case 5: day + 2
        case 6: day + 1
        default: day
        }
    }

    /// `X-Apple-Criteria: {kind=VACATION,startDate=…,endDate=2020-01-10T14:59:59Z}`.
    private static func appleEndDate(_ headers: MailHeaders) -> Timestamp? {
        guard let criteria = headers.fields.first("X-Apple-Criteria"),
            let end = criteria.split(separator: "endDate=", maxSplits: 1).dropFirst().first
        else { return nil }
        return Timestamp(rfc3339: end.prefix { $0 != "," && $0 != "}" })
    }

    /// Days, from that of the notice, on which an absence may end: dates farther away are something else.
    private static let bounds = Duration.seconds(-399 * 86_400)...Duration.seconds(799 * 86_400)

    private enum Mark { case none, until, inclusive, returning }

    private static let returning = PhraseSet(ReadingWords.calendar("returning"))
    private static let until = Set(ReadingWords.calendar("until").map(\.foldedForMatching))
    private static let untilEndings = ReadingWords.calendar("until, behind").map(\.foldedForMatching)
    private static let inclusive = PhraseSet(ReadingWords.calendar("inclusive"))
    private static let after = PhraseSet(ReadingWords.calendar("returning, behind"))

    /// The evidence of the words around a date, within its sentence.
    private static func mark(of mention: DateMentions.Mention, in text: [UInt8]) -> Mark {
        let before = sentenceBefore(mention.range.lowerBound, in: text)
        let behind = sentenceBehind(mention.range.upperBound, in: text)
        if mention.kind == .day, endsRange(before) { return .inclusive }
        let endsWithUntil =
            untilWord(before) || untilEndings.contains { behind.prefix(24).drop { $0 == 0x20 }.starts(with: $0) }
            || mention.kind != .vague
                && untilEndings.contains { behind.prefix(40).containsPhrase($0) && $0.count > 4 }
        if endsWithUntil {
            let isInclusive =
                inclusive.occurs(in: Array(before.suffix(30))) || inclusive.occurs(in: Array(behind.prefix(20)))
            return isInclusive ? .inclusive : .until
        }
        switch mention.kind {
        case .day: break
        case .last: return .until
        case .vague: guard isIntroduced(before) else { return .none }
        }
        // "Back next week": the word may need the one after it.
        if returning.occurs(in: Array(before.suffix(60) + text[mention.range])) { return .returning }
        return after.occurs(in: Array(behind.prefix(40))) ? .returning : .none
    }

    /// `3-` before `14 December`, `Dec 21 -` before `Jan 4`.
    private static func endsRange(_ before: ArraySlice<UInt8>) -> Bool {
        let word = before.split(separator: 0x20).last ?? []
        guard let dash = dashes.first(where: { word.suffix($0.count).elementsEqual($0) }) else {
            return false
        }
        return word.dropLast(dash.count).last.map { $0.isDigit || $0 == UInt8(ascii: ".") || $0 >= 0x80 } ?? false
    }

    private static let dashes = ["-", "–", "—", "~", "～", "〜"].map { Array($0.utf8) }

    /// Whether a word for "in" or "on" stands directly before: "back in March", "back on the 8th".
    private static func isIntroduced(_ before: ArraySlice<UInt8>) -> Bool {
        let words = before.suffix(40).split(separator: 0x20).map { Array($0) }.reversed()
        let skipped = words.drop { fillers.contains($0) && !introductions.contains($0) }
        return skipped.first.map(introductions.contains) ?? false
    }

    private static let introductions = Set(
        (ReadingWords.calendar("in") + ReadingWords.calendar("coming") + ReadingWords.calendar("day of the month"))
            .map(\.foldedForMatching))

    /// Whether an "until" stands directly before the date, ignoring weekdays, articles and commas.
    private static func untilWord(_ before: ArraySlice<UInt8>) -> Bool {
        let words = before.suffix(40).split { $0 == 0x20 || $0 == UInt8(ascii: ",") }
        let skipped = words.reversed().drop { fillers.contains(Array($0)) }
        guard let last = skipped.first else { return false }
        if until.contains(Array(last)) { return true }
        // Two and three words: "fino al", "bis zum", "tot en met". Glued: 至12月3日, حتى.
        let tail = Array(skipped.prefix(3).reversed())
        let isPhrase = [2, 3].contains { until.contains(Array(tail.suffix($0).joined(separator: [0x20]))) }
        return isPhrase || until.contains { $0[0] >= 0xD0 && last.suffix($0.count).elementsEqual($0) }
    }

    private static let fillers = Set(
        (ReadingWords.calendar("between") + ReadingWords.calendar("weekdays")).map(\.foldedForMatching))

    private static func sentenceBefore(_ index: Int, in text: [UInt8]) -> ArraySlice<UInt8> {
        let window = text[max(0, index - 120)..<index]
        // A full stop after a word ends a sentence, one after a number is part of a date.
        let end = window.indices.last { at in
            (".!?".utf8.contains(text[at]) && at + 1 < text.count && text[at + 1] == 0x20 && at > 0
                && !text[at - 1].isDigit)
                || text[at] == UInt8(ascii: ";")
        }
        return end.map { window[($0 + 1)...] } ?? window
    }

    private static func sentenceBehind(_ index: Int, in text: [UInt8]) -> ArraySlice<UInt8> {
        let window = text[index..<min(text.count, index + 60)]
        let end = window.indices.first { at in
            ".!?;".utf8.contains(text[at]) && at > index && (at + 1 == text.count || text[at + 1] == 0x20)
        }
        return end.map { window[..<$0] } ?? window
    }
}

extension ArraySlice<UInt8> {
    fileprivate func containsPhrase(_ phrase: [UInt8]) -> Bool {
        guard count >= phrase.count, let first = phrase.first else { return false }
        return indices.dropLast(phrase.count - 1).contains { self[$0] == first && self[$0...].starts(with: phrase) }
    }
}
