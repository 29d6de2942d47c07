/// The content of a line that may belong to a signature.
enum CardLine: Equatable {
    /// Two to four words in capitals, or a name in a script without them.
    case name
    /// A person's title.
    case role
    /// An employer: a firm, or the details that firms must state.
    case company
    /// A telephone number and nothing else.
    case phone
    /// A mail address, a link, a handle, or several ways in one line.
    case reach
    /// A part of a postal address.
    case postal
    /// A short line without a common verb: a department, a motto.
    case other
    /// Ordinary text of mails.
    case sentence

    private static let roles = PhraseSet(ReadingWords.signatures("role"))
    private static let companies = PhraseSet(ReadingWords.signatures("company"))
    /// AB, Oy: too short for a phrase, and words in other languages.
    private static let shortCompanies = Set(
        ReadingWords.signatures("company").map(\.foldedForMatching).filter { $0.count < 3 })
    private static let particles = Set(ReadingWords.signatures("particle").map(\.foldedForMatching))

    /// Longer lines are prose, not layout.
    private static let longest = 120
    private static let mostWords = 9

    init(_ content: ArraySlice<UInt8>, of writer: Writer?) {
        let text = content.foldedForMatching
        let words = content.split(separator: 0x20)
        let isLaidOut = Self.bars.contains { content.containsSubsequence($0) }
        guard content.count <= Self.longest, let last = content.last, words.count <= Self.mostWords || isLaidOut else {
            self = .sentence
            return
        }
        let plain = words.filter { word in !word.contains(where: \.isDigit) && word.count(where: \.isLetterByte) >= 2 }
        let small = plain.filter { $0.isLowercase && !Self.particles.contains($0.foldedForMatching) }
        if Self.reaches(words, text, writer) {
            self = plain.count <= 6 || isLaidOut ? .reach : .sentence
        } else if Self.isPhone(content) {
            self = plain.count <= 3 || isLaidOut ? .phone : .sentence
        } else if last == UInt8(ascii: "?") || last == UInt8(ascii: "!") && words.count > 4 || text.endsSentence {
            self = .sentence
        } else if last == UInt8(ascii: ".") && words.count > 5 || last == UInt8(ascii: ":") {
            self = .sentence
        } else if small.count > 2 || small.count == 2 && plain.count <= 4 {
            self = .sentence
        } else if Self.companies.occurs(in: text) || words.contains(where: Self.isShortCompany) {
            self = .company
        } else if Self.roles.occurs(in: text) {
            self = .role
        } else if content.contains(where: \.isDigit) {
            self = .postal
        } else if Self.isName(content) {
            self = .name
        } else {
            self = small.count <= 1 && words.count <= 7 ? .other : .sentence
        }
    }

    /// Whether it is a way to reach somebody, a title or a firm, unlike a name alone.
    var isEvidence: Bool { self == .role || self == .company || self == .reach || self == .phone }

    /// One to four capitalised words, or as many in a script without capitals; without digits and without words that names do not
    /// contain.
    static func isName(_ content: ArraySlice<UInt8>) -> Bool {
        let bare = content.trimming { "-–—~/*_,. ".utf8.contains($0) }
        let words = bare.split(separator: 0x20)
        guard (1...4).contains(words.count), bare.count <= 48, !bare.contains(where: \.isDigit) else { return false }
        return words.allSatisfy { word in
            word.first.map { (0x41...0x5A).contains($0) || $0 >= 0xC3 } == true
                && !word.contains { "@:/,!?;".utf8.contains($0) }
        }
    }

    private static func isShortCompany(_ word: ArraySlice<UInt8>) -> Bool {
        let bare = word.trimming { ",.".utf8.contains($0) }
        return bare.count < 3 && !bare.isLowercase && shortCompanies.contains(bare.foldedForMatching)
    }

    private static let bars = ["|", "•", " · ", "｜"]

    /// A mail address, a link, a handle, or the writer's own domain.
    private static func reaches(_ words: [ArraySlice<UInt8>], _ text: [UInt8], _ writer: Writer?) -> Bool {
        if text.containsSubsequence("www.") || text.containsSubsequence("http") || writer?.isDomain(in: text) == true {
            return true
        }
        return words.contains { word in
            guard let at = word.firstIndex(of: UInt8(ascii: "@")) else { return false }
            return at + 2 < word.endIndex && word[at + 1].isWordByte
        }
    }

    /// Seven to fifteen digits in a row, with the marks that numbers are written with.
    private static func isPhone(_ content: ArraySlice<UInt8>) -> Bool {
        var digits = 0
        var most = 0
        for byte in content {
            if byte.isDigit { digits += 1 } else if !"+-./() ".utf8.contains(byte) { digits = 0 }
            most = max(most, digits)
        }
        return most >= 7
    }
}

extension ArraySlice<UInt8> {
    fileprivate var isLowercase: Bool { first.map { (0x61...0x7A).contains($0) } == true }
}

extension [UInt8] {
    /// 。 and similar marks.
    fileprivate var endsSentence: Bool {
        ["。", "！", "？", "؟", "।"].contains { suffix($0.utf8.count).elementsEqual($0.utf8) }
    }
}

extension UInt8 {
    fileprivate var isLetterByte: Bool { (0x61...0x7A).contains(lowercasedASCII) || self >= 0xC3 }
}
