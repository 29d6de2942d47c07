import CPhoneNumber

/// Finds phone numbers in running text as libphonenumber's `PhoneNumberMatcher` does, at a fraction of its cost.
///
/// The library scans a whole text with one large pattern and copies the rest of it after every candidate. Here it is shown only the
/// stretches that may contain a number (`DigitWindows`), each with the characters before and after it that the library looks at;
/// the answers are the same.
public enum PhoneNumberMatcher {
    /// How well-formed a number must be: `PhoneNumberMatcher::Leniency`.
    public enum Leniency: Int32, Sendable, CaseIterable {
        /// The length fits.
        case possible
        /// The country has numbers of this form.
        case valid
        /// …and groups that belong together are not separated.
        case strictGrouping
        /// …and the digits are grouped as that country writes them, or not at all.
        case exactGrouping
    }

    /// How much of a text is looked at, so that the time stays proportional to the text's length.
    public struct Limits: Sendable {
        /// A stretch of digits and separators longer than this is a table, not a number; it is passed over.
        var windowBytes = 1_024
        /// After this many bytes of such stretches the rest of the text is not searched.
        var searchedBytes = 32_768
        /// A stretch with fewer digits is ignored.
        public var leastDigits = 2

        public init() {}
    }

    /// The numbers of a text, in order.
    ///
    /// - Parameter region: the place from which numbers without a calling code are dialled; nil finds only those with `+`.
    public static func matches(
        in text: String, region: Region?, leniency: Leniency = .valid, limits: Limits = Limits()
    ) -> [PhoneMatch] {
        var text = text
        return text.withUTF8 { matches(in: $0, region: region, leniency: leniency, limits: limits) }
    }

    private static func matches(
        in text: UnsafeBufferPointer<UInt8>, region: Region?, leniency: Leniency, limits: Limits
    ) -> [PhoneMatch] {
        let region = Region.code(of: region)
        var matches: [PhoneMatch] = []
        var searched = 0
        var windows = DigitWindows(text)
        while searched < limits.searchedBytes, let window = windows.next() {
            guard window.range.count <= limits.windowBytes, window.digits >= limits.leastDigits else { continue }
            searched += window.range.count
            let stretch = UnsafeBufferPointer(rebasing: text[window.range])
            matches += find(in: stretch, at: window.range.lowerBound, region: region, leniency: leniency)
        }
        return matches
    }

    /// The numbers of the whole text by the library alone, as a reference for `matches`.
    static func matchesOfWholeText(in text: String, region: Region?, leniency: Leniency) -> [PhoneMatch] {
        var text = text
        return text.withUTF8 { find(in: $0, at: 0, region: Region.code(of: region), leniency: leniency) }
    }

    private static func find(
        in text: UnsafeBufferPointer<UInt8>, at offset: Int, region: String, leniency: Leniency
    ) -> [PhoneMatch] {
        // A number has at least two digits and a character between it and the next.
        let capacity = text.count / 2 + 1
        let found = [cphone_match](unsafeUninitializedCapacity: capacity) { matches, count in
            text.withMemoryRebound(to: CChar.self) { characters in
                guard let start = characters.baseAddress else { return }
                count = cphone_find(
                    start, characters.count, region, leniency.rawValue, matches.baseAddress, capacity)
            }
        }
        return found.map { match in
            PhoneMatch(
                range: (offset + Int(match.start))..<(offset + Int(match.end)), number: PhoneNumber(match.number))
        }
    }
}
