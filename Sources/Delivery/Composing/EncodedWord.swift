/// Text beyond ASCII in headers (RFC 2047).
///
/// Always in the Q form: some readers join neighbouring B words before they decode them, and then stop at the padding of
/// the first.
enum EncodedWord {
    /// Section 2 allows 75 characters; fewer let the first word stay on the line of the field's name.
    static let maxLength = 64

    private static let prefix = "=?utf-8?Q?"
    private static let suffix = "?="
    private static let room = maxLength - prefix.utf8.count - suffix.utf8.count

    /// The words that together encode `text`, spaces included: readers drop the white space between two of them.
    static func words(for text: String) -> [String] {
        var words: [String] = []
        var word: [UInt8] = []
        for scalar in text.unicodeScalars {
            // Cut between characters only: each word must be whole UTF-8 by itself (section 5).
            let token = String(scalar).utf8.flatMap(encoded)
            if word.count + token.count > room {
                words.append(wrapped(word))
                word = []
            }
            word += token
        }
        return word.isEmpty ? words : words + [wrapped(word)]
    }

    private static func wrapped(_ bytes: [UInt8]) -> String { prefix + String(decoding: bytes, as: UTF8.self) + suffix }

    /// Section 5 (3): the few characters that may stand unencoded even within a phrase.
    private static func encoded(_ byte: UInt8) -> [UInt8] {
        switch byte {
        case 0x20: [UInt8(ascii: "_")]
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: [byte]
        default: "!*+-/".utf8.contains(byte) ? [byte] : QuotedPrintable.escaped(byte)
        }
    }
}
