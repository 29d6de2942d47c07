/// Names with their numbers.
struct CalendarNames {
    private let numbers: [[UInt8]: Int]
    private let phrases: PhraseSet

    static let months = CalendarNames(ReadingWords.rows("months"))
    static let weekdays = CalendarNames(ReadingWords.rows("weekdays"))
    static let counts = CalendarNames(ReadingWords.rows("counts"))
    static let tomorrow = PhraseSet(ReadingWords.calendar("tomorrow"))
    static let nextWeek = PhraseSet(ReadingWords.calendar("next week"))
    static let days = PhraseSet(ReadingWords.calendar("days"))
    static let weeks = PhraseSet(ReadingWords.calendar("weeks"))
    static let monthUnits = PhraseSet(ReadingWords.calendar("month"))
    static let comingWords = Set(ReadingWords.calendar("coming").map(\.foldedForMatching))
    static let dayWords = Set(ReadingWords.calendar("day of the month").map(\.foldedForMatching))
    static let inWords = Set(ReadingWords.calendar("in").map(\.foldedForMatching))

    /// - Parameter languages: for each language the forms of one, two, three ….
    private init(_ languages: [[[String]]]) {
        var numbers: [[UInt8]: Int] = [:]
        for rows in languages {
            for (position, forms) in rows.enumerated() {
                for form in forms { numbers[form.foldedForMatching] = position + 1 }
            }
        }
        self.numbers = numbers
        phrases = PhraseSet(numbers.keys.map { String(decoding: $0, as: UTF8.self) })
    }

    func match(_ text: [UInt8], at index: Int) -> (number: Int, end: Int)? {
        guard let end = phrases.match(text, at: index) else { return nil }
        return numbers[Array(text[index..<end])].map { ($0, end) }
    }
}
