import Languages

/// The words of all shipped languages that reading uses, by section. Each kind is read from its files on first
/// use.
enum ReadingWords {
    static func quotes(_ section: String) -> [String] { quoteWords.phrases(section) }
    static func signatures(_ section: String) -> [String] { signatureWords.phrases(section) }
    static func machines(_ section: String) -> [String] { machineWords.phrases(section) }
    static func calendar(_ section: String) -> [String] { calendarWords.phrases(section) }

    /// For each language the forms of one, two, three …; `months`, `weekdays` or `counts`.
    static func rows(_ section: String) -> [[[String]]] { calendarWords.lines(section) }

    private static let quoteWords = ShippedWords.trusted(.quotes)
    private static let signatureWords = ShippedWords.trusted(.signatures)
    private static let machineWords = ShippedWords.trusted(.machines)
    private static let calendarWords = ShippedWords.trusted(.calendar)
}
