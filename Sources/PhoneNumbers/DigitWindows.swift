/// Divides a text into the stretches that can contain a phone number.
///
/// Every match of libphonenumber's candidate pattern consists of digits, its "valid punctuation", plus signs, brackets
/// and the labels of an extension ("ext.", "anexo", "доб", "int", `x`, `#`, `~`, `;ext=`). A stretch runs over those
/// characters as far as they go, plus one character on either side, which the library looks at to tell
/// `abc8005001234` and `$8005001234` from numbers. So no match can reach over the edge of a stretch, and what the
/// library answers for the stretches is what it answers for the text.
struct DigitWindows: IteratorProtocol {
    struct Window {
        let range: Range<Int>
        /// Decimal digits of any script in it.
        let digits: Int
    }

    private let text: UnsafeBufferPointer<UInt8>
    private var position = 0

    /// - Parameter text: valid UTF-8.
    init(_ text: UnsafeBufferPointer<UInt8>) {
        self.text = text
    }

    mutating func next() -> Window? {
        while position < text.count {
            let start = position
            let digits = skipStretch()
            if digits > 0 {
                return Window(range: characterStart(before: start)..<characterEnd(at: position), digits: digits)
            }
            position = characterEnd(at: position)
        }
        return nil
    }

    /// Advances over everything that may be part of a number; returns the number of digits among it.
    private mutating func skipStretch() -> Int {
        var digits = 0
        while position < text.count {
            let character = CandidateCharacter(at: position, in: text)
            guard character.kind != .other else { break }
            digits += character.kind == .digit ? 1 : 0
            position += character.length
        }
        return digits
    }

    private func characterStart(before offset: Int) -> Int {
        guard offset > 0 else { return 0 }
        var start = offset - 1
        while start > 0, text[start] & 0xC0 == 0x80 { start -= 1 }
        return start
    }

    private func characterEnd(at offset: Int) -> Int {
        guard offset < text.count else { return text.count }
        var end = offset + 1
        while end < text.count, text[end] & 0xC0 == 0x80 { end += 1 }
        return end
    }
}
