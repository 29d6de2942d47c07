/// RFC 2047 encoded words, in UTF-8 and base64.
enum EncodedWord {
    /// The text itself when it is ASCII; else encoded words of at most 64 characters, cut between characters.
    static func encode(_ text: String) -> String {
        guard !text.utf8.allSatisfy({ $0 < 128 }) else { return text }
        var words: [[UInt8]] = []
        for character in text {
            let bytes = Array(character.utf8)
            // 39 bytes are words of 64 characters, which leaves room for "Subject: " on the first line.
            if let last = words.last, last.count + bytes.count <= 39 {
                words[words.count - 1] += bytes
            } else {
                words.append(bytes)
            }
        }
        return words.map { "=?utf-8?B?\(String(decoding: Base64.encode($0), as: UTF8.self))?=" }
            .joined(separator: " ")
    }
}
