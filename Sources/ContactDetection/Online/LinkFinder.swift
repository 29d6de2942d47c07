/// Finds links in folded text.
enum LinkFinder {
    /// The stretches that are links, in order: `https://…`, `www.…`, `wa.me/…`, `name.tld/path`, `tel:…`.
    static func links(in text: [UInt8]) -> [Range<Int>] {
        var links: [Range<Int>] = []
        var position = 0
        while let mark = text[position...].firstIndex(where: isMark) {
            var start = mark
            while start > position, !isSpace(text[start - 1]) { start -= 1 }
            let end = text[mark...].firstIndex(where: isSpace) ?? text.count
            if let link = link(in: start..<end, firstMark: mark, of: text) { links.append(link) }
            position = end
        }
        return links
    }

    /// Every link has one of these.
    private static func isMark(_ byte: UInt8) -> Bool { byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":") }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "\"")
    }

    /// The link in a word, if it holds one.
    private static func link(in word: Range<Int>, firstMark: Int, of text: [UInt8]) -> Range<Int>? {
        guard word.count >= 4, word.count <= 4_096, let start = start(in: word, of: text, firstMark: firstMark)
        else { return nil }
        var end = start
        // Text of scripts without spaces may follow at once.
        while end < word.upperBound, text[end] < 0x80 { end += 1 }
        while end > start, ".,;:!?)]}'*".utf8.contains(text[end - 1]) { end -= 1 }
        return end - start >= 4 ? start..<end : nil
    }

    private static let schemes = ["https://", "http://", "whatsapp://", "viber://", "tg://", "www."].map {
        Array($0.utf8)
    }

    private static func start(in word: Range<Int>, of text: [UInt8], firstMark: Int) -> Int? {
        for index in max(word.lowerBound, firstMark - 12)...firstMark {
            for scheme in schemes where text[index...].starts(with: scheme) { return index }
        }
        // A host and a path without scheme: "wa.me/9198…", "instagram.com/name".
        var start = word.lowerBound
        while start < word.upperBound, !text[start].isASCIILetter { start += 1 }
        if let colon = text[start..<word.upperBound].firstIndex(of: UInt8(ascii: ":")), colon < firstMark + 1 {
            start = colon + 1
        }
        let host = text[start..<word.upperBound].prefix {
            $0.isASCIILetter || $0.isASCIIDigit || $0 == 0x2D || $0 == 0x2E
        }
        let labels = host.split(separator: UInt8(ascii: "."))
        guard labels.count >= 2, let last = labels.last, (2...10).contains(last.count),
            last.allSatisfy(\.isASCIILetter),
            !word.contains(where: { text[$0] == UInt8(ascii: "@") })
        else { return nil }
        let hasPath = host.endIndex < word.upperBound && "/?".utf8.contains(text[host.endIndex])
        return hasPath || knownEndings.contains(String(decoding: last, as: UTF8.self)) ? start : nil
    }

    /// Endings that make a bare host name a link; others may come from a missing space after a full stop.
    private static let knownEndings: Set<String> = [
        "com", "org", "net", "io", "app", "dev", "shop", "store", "tv", "blog", "info", "biz",
    ]
}
