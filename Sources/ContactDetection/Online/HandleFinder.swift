/// Finds names on social networks in folded text: `@name`, and `ig: name` after the name of a network.
enum HandleFinder {
    /// Values begin with `@`.
    static func handles(in text: [UInt8]) -> [(range: Range<Int>, handle: String)] {
        var found: [(range: Range<Int>, handle: String)] = []
        var position = 0
        while position < text.count {
            if text[position] == UInt8(ascii: "@"), !isPart(of: text, before: position) {
                let end = nameEnd(in: text, from: position + 1)
                if isName(text[(position + 1)..<end]) {
                    found.append((position..<end, String(decoding: text[position..<end], as: UTF8.self)))
                }
                position = max(end, position + 1)
            } else if let network = networks.end(ofPhraseAt: position, in: text, until: text.count) {
                if let name = labelled(in: text, after: network) {
                    found.append((name, "@" + String(decoding: text[name], as: UTF8.self)))
                    position = name.upperBound
                } else {
                    position = network
                }
            } else {
                position += 1
            }
        }
        return found
    }

    private static let networks = Phrases([
        "instagram", "insta", "ig", "tiktok", "tik tok", "telegram", "snapchat", "snap", "twitter", "threads",
        "youtube",
    ])

    /// "ig: name", "Telegram - name": a colon or dash, then a name on the same line.
    private static func labelled(in text: [UInt8], after end: Int) -> Range<Int>? {
        var start = end
        var hasMark = false
        while start < text.count, start - end < 4, " :-=".utf8.contains(text[start]) {
            hasMark = hasMark || text[start] == UInt8(ascii: ":") || text[start] == UInt8(ascii: "=")
            start += 1
        }
        guard hasMark, start < text.count, text[start].isASCIILetter else { return nil }
        let nameEnd = nameEnd(in: text, from: start)
        return isName(text[start..<nameEnd]) ? start..<nameEnd : nil
    }

    private static func isPart(of text: [UInt8], before position: Int) -> Bool {
        position > 0
            && (text[position - 1].isASCIILetter || text[position - 1].isASCIIDigit || text[position - 1] == 0x2E)
    }

    private static func nameEnd(in text: [UInt8], from start: Int) -> Int {
        var end = start
        while end < text.count, end - start < 32,
            text[end].isASCIILetter || text[end].isASCIIDigit || "._".utf8.contains(text[end])
        {
            end += 1
        }
        while end > start, text[end - 1] == UInt8(ascii: ".") { end -= 1 }
        return end
    }

    private static func isName(_ name: ArraySlice<UInt8>) -> Bool {
        (2...30).contains(name.count) && name.contains(where: \.isASCIILetter)
    }
}
