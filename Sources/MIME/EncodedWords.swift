/// Decodes the encoded words of an unstructured field (RFC 2047).
///
/// GMime joins the payloads of neighbours before it decodes them, and loses what follows the first one's padding;
/// here each is decoded separately, and only the bytes are joined, because senders also split characters.
struct EncodedWords {
    private let bytes: [UInt8]
    private var text = ""
    /// Bytes of words of one charset that follow each other.
    private var pending: (charset: String, bytes: [UInt8])?

    /// The field's text with its words decoded; anything else stays unchanged, and undeclared bytes are guessed.
    static func decode(_ value: ArraySlice<UInt8>) -> String {
        var words = EncodedWords(Array(value))
        words.run()
        return words.text
    }

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    private mutating func run() {
        var index = 0
        var plainStart = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "="), let word = Word(bytes, at: index) else {
                index += 1
                continue
            }
            // White space between two words is not shown (section 6.2).
            let between = bytes[plainStart..<index]
            if pending == nil || !between.allSatisfy(\.isWhitespace) { flush(then: between) }
            append(word)
            index = word.end
            plainStart = index
        }
        flush(then: bytes[plainStart...])
    }

    private mutating func append(_ word: Word) {
        if let open = pending, open.charset != word.charset { flush(then: []) }
        pending = (word.charset, (pending?.bytes ?? []) + word.payload)
    }

    private mutating func flush(then plain: ArraySlice<UInt8>) {
        if let open = pending { text += CharsetDecoder.decode(open.bytes, charset: open.charset).text }
        pending = nil
        if !plain.isEmpty { text += CharsetDecoder.decode(Array(plain), charset: nil).text }
    }

    /// `=?charset*language?q?payload?=`.
    private struct Word {
        let charset: String
        let payload: [UInt8]
        let end: Int

        /// Section 2 allows 75 bytes; in practice there are words as long as a whole subject.
        private static let maxLength = 2_000

        init?(_ bytes: [UInt8], at start: Int) {
            let limit = min(bytes.count, start + Self.maxLength)
            guard start + 1 < limit, bytes[start + 1] == UInt8(ascii: "?"),
                let charsetEnd = Self.mark(bytes, from: start + 2, to: min(limit, start + 60)), charsetEnd + 2 < limit,
                bytes[charsetEnd + 2] == UInt8(ascii: "?"),
                let payloadEnd = Self.mark(bytes, from: charsetEnd + 3, to: limit), payloadEnd + 1 < bytes.count,
                bytes[payloadEnd + 1] == UInt8(ascii: "=")
            else { return nil }
            let raw = bytes[(charsetEnd + 3)..<payloadEnd]
            switch bytes[charsetEnd + 1].asciiLowercased {
            case UInt8(ascii: "b"): payload = Self.base64(raw)
            case UInt8(ascii: "q"): payload = Self.quoted(raw)
            default: return nil
            }
            let name = bytes[(start + 2)..<charsetEnd].prefix { $0 != UInt8(ascii: "*") }
            charset = String(decoding: name, as: UTF8.self).lowercased()
            end = payloadEnd + 2
        }

        private static func mark(_ bytes: [UInt8], from start: Int, to end: Int) -> Int? {
            guard start < end else { return nil }
            return bytes[start..<end].firstIndex(of: UInt8(ascii: "?"))
        }

        private static func quoted(_ raw: ArraySlice<UInt8>) -> [UInt8] {
            var decoded: [UInt8] = []
            var index = raw.startIndex
            while index < raw.endIndex {
                let byte = raw[index]
                if byte == UInt8(ascii: "="), index + 2 < raw.endIndex, let high = hex(raw[index + 1]),
                    let low = hex(raw[index + 2])
                {
                    decoded.append(high << 4 | low)
                    index += 3
                } else {
                    decoded.append(byte == UInt8(ascii: "_") ? 0x20 : byte)
                    index += 1
                }
            }
            return decoded
        }

        private static func hex(_ byte: UInt8) -> UInt8? {
            switch byte {
            case 0x30...0x39: byte - 0x30
            case 0x41...0x46: byte - 0x37
            case 0x61...0x66: byte - 0x57
            default: nil
            }
        }

        private static func base64(_ raw: ArraySlice<UInt8>) -> [UInt8] {
            var group = Base64Text.Group()
            return raw.compactMap { byte in sextet(byte).flatMap { group.take($0) } }
        }

        /// Some programs write the alphabet for names of files (RFC 4648 section 5) into headers.
        private static func sextet(_ byte: UInt8) -> UInt8? {
            switch byte {
            case UInt8(ascii: "-"): 62
            case UInt8(ascii: "_"): 63
            default: Base64Text.sextet(byte)
            }
        }
    }
}
