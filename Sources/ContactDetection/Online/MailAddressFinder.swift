import Correspondence

/// Finds mail addresses in folded text.
enum MailAddressFinder {
    static func addresses(in text: [UInt8]) -> [(range: Range<Int>, address: EmailAddress)] {
        var found: [(range: Range<Int>, address: EmailAddress)] = []
        var floor = 0
        var position = 0
        while position < text.count {
            defer { position += 1 }
            guard text[position] == UInt8(ascii: "@") else { continue }
            var start = position
            while start > floor, position - start < 64, isLocal(text[start - 1]) { start -= 1 }
            while start < position, text[start] == UInt8(ascii: ".") { start += 1 }
            var end = position + 1
            while end < text.count, end - position < 255, isDomain(text[end]) { end += 1 }
            while end > position, ".-".utf8.contains(text[end - 1]) { end -= 1 }
            let domain = text[(position + 1)..<max(position + 1, end)]
            guard start < position, domain.contains(UInt8(ascii: ".")), domain.last?.isASCIILetter == true,
                let address = EmailAddress(String(decoding: text[start..<end], as: UTF8.self))
            else { continue }
            found.append((start..<end, address))
            floor = end
        }
        return found
    }

    private static func isLocal(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte.isASCIIDigit || "._%+-".utf8.contains(byte)
    }

    private static func isDomain(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte.isASCIIDigit || "-.".utf8.contains(byte)
    }
}
