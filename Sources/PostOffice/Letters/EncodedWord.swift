/// RFC 2047 encoded words, in UTF-8 and base64.
enum EncodedWord {
    /// The text itself when it is ASCII; else encoded words of at most 75 characters, cut between characters.
    static func encode(_ text: String) -> String {
        guard !text.utf8.allSatisfy({ $0 < 128 }) else { return text }
        var words: [[UInt8]] = []
        for character in text {
            let bytes = Array(character.utf8)
            // 45 bytes are 60 base64 characters, which leaves room for "=?utf-8?B?" and "?=".
            if let last = words.last, last.count + bytes.count <= 45 {
                words[words.count - 1] += bytes
            } else {
                words.append(bytes)
            }
        }
        return words.map { "=?utf-8?B?\(String(decoding: Base64.encode($0), as: UTF8.self))?=" }
            .joined(separator: " ")
    }
}
