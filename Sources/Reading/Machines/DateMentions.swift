import Timing

/// The days that a folded text mentions: dates with and without a year, weekdays, "tomorrow", "in two weeks".
struct DateMentions {
    struct Mention {
        let range: Range<Int>
        /// Days since 1970-01-01.
        let day: Int
        /// The kind of mention, apart from the words around it.
        var kind = Kind.day

        enum Kind {
            case day
            /// The last day of a span ("3-14 December", "the next three weeks").
            case last
            /// A day without a month, or a month alone: it counts only beside a word of return or "until".
            case vague
        }
    }

    private(set) var mentions: [Mention] = []
    private let text: [UInt8]
    private let today: Int

    private static let maxMentions = 100

    /// - Parameter today: the day to count from, in days since 1970-01-01.
    init(_ text: [UInt8], today: Int) {
        self.text = text
        self.today = today
        var index = 0
        while index < text.count, mentions.count < Self.maxMentions {
            if let mention = mention(at: index) {
                mentions.append(mention)
                index = mention.range.upperBound
            } else {
                index += 1
            }
        }
    }

    private func mention(at index: Int) -> Mention? {
        let isStart = index == 0 || !text[index].isWordByte || !text[index - 1].isWordByte
        if text[index].isDigit, index == 0 || !text[index - 1].isDigit { return number(at: index) }
        guard isStart || text[index] >= 0xE0 else { return nil }
        return monthFirst(at: index) ?? relative(at: index) ?? weekday(at: index) ?? monthAlone(at: index)
    }

    // MARK: Dates in numbers

    private func number(at index: Int) -> Mention? {
        let (first, end) = digits(at: index)
        guard end - index <= 4 else { return nil }
        if end - index == 4 { return yearFirst(first, from: index, end) ?? nil }
        guard (1...31).contains(first), end - index <= 2 else { return nil }
        return monthAndDayCharacters(first, from: index, end) ?? dayThenMonthName(first, from: index, end)
            ?? separated(first, from: index, end) ?? count(first, from: index, end)
            ?? dayOfMonth(first, from: index, end)
    }

    /// `the 16th`, `dia 16`, `am 16.`: the next day with that number.
    private func dayOfMonth(_ day: Int, from start: Int, _ end: Int) -> Mention? {
        let before = text[max(0, start - 16)..<start].split(separator: 0x20).last.map { Array($0) } ?? []
        let isOrdinal = ["st", "nd", "rd", "th"].contains {
            hasWord($0, at: end) && !(text[safe: end + 2]?.isWordByte ?? false)
        }
        guard isOrdinal || CalendarNames.dayWords.contains(before), text[safe: end] != UInt8(ascii: ":") else {
            return nil
        }
        let current = CalendarDate(daysSince1970: today)
        let candidates = [0, 1].compactMap { later -> Int? in
            let month = current.month + later
            return CalendarDate(year: current.year + (month - 1) / 12, month: (month - 1) % 12 + 1, day: day)
                .daysSince1970
        }
        return candidates.first { $0 > today }.map { Mention(range: start..<end, day: $0, kind: .vague) }
    }

    /// `March 2027`, `in March`: its first day. Months that are also words ("may") need a year or a word before them; see
    /// `ReturnDate`.
    private func monthAlone(at index: Int) -> Mention? {
        guard let (month, end) = CalendarNames.months.match(text, at: index) else { return nil }
        let (year, last) = year(after: end)
        let current = CalendarDate(daysSince1970: today)
        let inYear = year ?? (month > current.month ? current.year : current.year + 1)
        return CalendarDate(year: inYear, month: month, day: 1).daysSince1970
            .map { Mention(range: index..<last, day: $0, kind: .vague) }
    }

    /// `2026-12-03`, `2026/12/03`, `2026年12月3日`, `2026년 12월 3일`.
    private func yearFirst(_ year: Int, from start: Int, _ end: Int) -> Mention? {
        guard (1990...2100).contains(year) else { return nil }
        guard let monthStart = skip(["-", "/", ".", "年", "년 ", "년"], at: end) else { return nil }
        let (month, monthEnd) = digits(at: monthStart)
        guard monthEnd > monthStart, let dayStart = skip(["-", "/", ".", "月", "월 ", "월"], at: monthEnd) else {
            return nil
        }
        let (day, dayEnd) = digits(at: dayStart)
        guard dayEnd > dayStart else { return nil }
        return mention(start..<(skip(["日", "일"], at: dayEnd) ?? dayEnd), year: year, month: month, day: day)
    }

    /// `12月3日`, `12월 3일`.
    private func monthAndDayCharacters(_ month: Int, from start: Int, _ end: Int) -> Mention? {
        guard let dayStart = skip(["月", "월 ", "월"], at: end) else { return nil }
        let (day, dayEnd) = digits(at: dayStart)
        guard dayEnd > dayStart, let last = skip(["日", "号", "號", "일"], at: dayEnd) else { return nil }
        return mention(start..<last, year: nil, month: month, day: day)
    }

    /// `3 December`, `3. Dezember 2026`, `3 de diciembre de 2026`, `3rd of December`.
    private func dayThenMonthName(_ day: Int, from start: Int, _ end: Int) -> Mention? {
        var index = end
        if let ordinal = ["st", "nd", "rd", "th", ".", "º", "er", "°", "- го", "-го", "e", ":e"].first(where: {
            hasWord($0, at: index)
        }) {
            index += ordinal.utf8.count
        }
        index = skipSpaces(index)
        if let preposition = ["of ", "de ", "di ", "d'", "tháng "].first(where: { hasWord($0, at: index) }) {
            index += preposition.utf8.count
        }
        guard let (month, monthEnd) = CalendarNames.months.match(text, at: index) else { return nil }
        let (year, last) = year(after: monthEnd)
        return mention(start..<last, year: year, month: month, day: day)
    }

    /// `3.12.`, `3.12.2026`, `3/12/26`, `03-12-2026`.
    private func separated(_ first: Int, from start: Int, _ end: Int) -> Mention? {
        guard let mark = text[safe: end],
            mark == UInt8(ascii: ".") || mark == UInt8(ascii: "/") || mark == UInt8(ascii: "-")
        else {
            return nil
        }
        let (second, secondEnd) = digits(at: end + 1)
        guard (1...2).contains(secondEnd - end - 1) else { return nil }
        var year: Int?
        var last = secondEnd
        if text[safe: secondEnd] == mark {
            let (third, thirdEnd) = digits(at: secondEnd + 1)
            let length = thirdEnd - secondEnd - 1
            if length == 4 || length == 2 {
                year = length == 2 ? 2000 + third : third
                last = thirdEnd
            } else if mark == UInt8(ascii: ".") {
                last = secondEnd + 1
            }
        }
        // "10-12" alone is a range of anything, "10.30" a time.
        if mark == UInt8(ascii: "-"), year == nil { return nil }
        if mark == UInt8(ascii: "."), year == nil, last == secondEnd, !precedesSentenceEnd(secondEnd) { return nil }
        return dayAndMonth(first, second, year: year, isSlash: mark == UInt8(ascii: "/"), range: start..<last)
    }

    private func precedesSentenceEnd(_ index: Int) -> Bool {
        index >= text.count || text[index] == 0x20 || text[index] == UInt8(ascii: ")")
    }

    /// Day first, unless only the other order is a date; with a slash in an English text the order of the United States, unless day
    /// first gives the nearer date.
    private func dayAndMonth(_ first: Int, _ second: Int, year: Int?, isSlash: Bool, range: Range<Int>) -> Mention? {
        let dayFirst = mention(range, year: year, month: second, day: first)
        let monthFirst = mention(range, year: year, month: first, day: second)
        guard isSlash, let american = monthFirst, let european = dayFirst else { return dayFirst ?? monthFirst }
        let isSoon = (0...60).contains(american.day - today)
        return isEnglish && (isSoon || !(0...60).contains(european.day - today)) ? american : european
    }

    private var isEnglish: Bool {
        let sample = text.prefix(400)
        return [" the ", " will ", " i am ", " back ", " until "].contains { sample.containsSubsequence($0) }
    }

    // MARK: Dates in words

    /// `December 3`, `December 3rd, 2026`.
    private func monthFirst(at index: Int) -> Mention? {
        guard let (month, end) = CalendarNames.months.match(text, at: index) else { return nil }
        let dayStart = skipSpaces(hasWord(".", at: end) ? end + 1 : end)
        let (day, dayEnd) = digits(at: dayStart)
        guard (1...2).contains(dayEnd - dayStart) else { return nil }
        var last = dayEnd
        if let ordinal = ["st", "nd", "rd", "th"].first(where: { hasWord($0, at: dayEnd) }) {
            last += ordinal.utf8.count
        }
        let (year, yearEnd) = year(after: hasWord(",", at: last) ? last + 1 : last)
        return mention(index..<(year == nil ? last : yearEnd), year: year, month: month, day: day)
    }

    private func weekday(at index: Int) -> Mention? {
        guard let (day, end) = CalendarNames.weekdays.match(text, at: index) else { return nil }
        // A date beside it is more exact.
        let behind = DateMentions.hasDateSoon(text, after: end)
        guard !behind else { return nil }
        // 1970-01-01 was a Thursday; Monday is 1.
        let current = (today + 3) % 7 + 1
        let ahead = (day - current + 7) % 7
        return Mention(range: index..<end, day: today + (ahead == 0 ? 7 : ahead))
    }

    private static func hasDateSoon(_ text: [UInt8], after index: Int) -> Bool {
        text[index..<min(text.count, index + 12)].contains(where: \.isDigit)
            || text[index..<min(text.count, index + 8)].indices.contains {
                CalendarNames.months.match(text, at: $0) != nil
            }
    }

    private func relative(at index: Int) -> Mention? {
        if let end = CalendarNames.tomorrow.match(text, at: index) {
            return Mention(range: index..<end, day: today + 1)
        }
        if let end = CalendarNames.nextWeek.match(text, at: index) {
            return Mention(range: index..<end, day: today + 7 - (today + 3) % 7)
        }
        guard let (count, end) = CalendarNames.counts.match(text, at: index) else { return nil }
        return self.count(count, from: index, end)
    }

    /// `in two weeks`, `2 hari`: only after a word for "in".
    private func count(_ count: Int, from start: Int, _ end: Int) -> Mention? {
        let unitStart = skipSpaces(end)
        let before = text[max(0, start - 28)..<start].split(separator: 0x20).last.map { Array($0) } ?? []
        // "In three weeks" is a day, "the next three weeks" end with one.
        let isSpan = CalendarNames.comingWords.contains(before)
        guard isSpan || CalendarNames.inWords.contains(before), count <= 60 else { return nil }
        for (unit, days) in [(CalendarNames.days, 1), (CalendarNames.weeks, 7), (CalendarNames.monthUnits, 30)] {
            guard let unitEnd = unit.match(text, at: unitStart) else { continue }
            return Mention(range: start..<unitEnd, day: today + days * count, kind: isSpan ? .last : .day)
        }
        return nil
    }

    // MARK: Pieces

    private func mention(_ range: Range<Int>, year: Int?, month: Int, day: Int) -> Mention? {
        if let year {
            return CalendarDate(year: year, month: month, day: day).daysSince1970.map { Mention(range: range, day: $0) }
        }
        let current = CalendarDate(daysSince1970: today).year
        let candidates = [current, current + 1].compactMap {
            CalendarDate(year: $0, month: month, day: day).daysSince1970
        }
        return (candidates.first { $0 >= today - 60 } ?? candidates.last).map { Mention(range: range, day: $0) }
    }

    private func year(after index: Int) -> (Int?, Int) {
        var start = skipSpaces(index)
        if let preposition = ["de ", "del ", "del año "].first(where: { hasWord($0, at: start) }) {
            start += preposition.utf8.count
        }
        let (year, end) = digits(at: start)
        return end - start == 4 && (1990...2100).contains(year) ? (year, end) : (nil, index)
    }

    private func digits(at index: Int) -> (Int, Int) {
        var end = index
        var value = 0
        while end < text.count, text[end].isDigit, end - index < 6 {
            value = value * 10 + Int(text[end] - 0x30)
            end += 1
        }
        return (value, end)
    }

    private func skipSpaces(_ index: Int) -> Int {
        index < text.count && text[index] == 0x20 ? index + 1 : index
    }

    private func skip(_ words: [String], at index: Int) -> Int? {
        words.first { hasWord($0, at: index) }.map { index + $0.utf8.count }
    }

    private func hasWord(_ word: String, at index: Int) -> Bool {
        index <= text.count && text[index...].starts(with: word.utf8)
    }
}

extension [UInt8] {
    fileprivate subscript(safe index: Int) -> UInt8? { indices.contains(index) ? self[index] : nil }
}
