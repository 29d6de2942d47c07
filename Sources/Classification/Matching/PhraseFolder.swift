/// Folds phrases word by word: half a million phrases consist of some ten thousand words, each of which is folded once.
struct PhraseFolder {
    /// What stands between two blanks: one word, several ("l'offre"), or none.
    private struct Piece {
        /// Without spaces at its ends.
        let bytes: [UInt8]
        let opensUnspaced: Bool
        let endsUnspaced: Bool
    }

    /// By a hash of the spelling (FNV-1a, 64 bits): of some ten thousand words no two share one.
    private var pieces: [UInt64: Piece] = [:]

    /// Appends the bytes to look for: a space at either end stands for a word boundary, a `*` there removes it. Nothing for a phrase
    /// without words.
    mutating func appendPattern(of phrase: String, to pattern: inout [UInt8]) {
        if Self.appendPlainPattern(of: phrase, to: &pattern) { return }
        var phrase = phrase
        phrase.withUTF8 { appendFolded($0, to: &pattern) }
    }

    private mutating func appendFolded(_ letters: UnsafeBufferPointer<UInt8>, to pattern: inout [UInt8]) {
        let parts = letters.split(separator: FoldedText.space)
        let opensLeft = parts.first?.first == UInt8(ascii: "*")
        let opensRight = parts.last?.last == UInt8(ascii: "*")
        let start = pattern.count
        var endsUnspaced = false
        for part in parts {
            let piece = folded(part)
            guard !piece.bytes.isEmpty else { continue }
            let isJoined =
                pattern.count == start ? opensLeft || piece.opensUnspaced : endsUnspaced && piece.opensUnspaced
            if !isJoined { pattern.append(FoldedText.space) }
            pattern += piece.bytes
            endsUnspaced = piece.endsUnspaced
        }
        if pattern.count > start, !endsUnspaced, !opensRight { pattern.append(FoldedText.space) }
    }

    private mutating func folded(_ part: Slice<UnsafeBufferPointer<UInt8>>) -> Piece {
        let hash = part.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        if let piece = pieces[hash] { return piece }
        let text = FoldedText(String(decoding: part, as: UTF8.self))
        let piece: Piece
        if let first = text.words.first, let last = text.words.last {
            piece = Piece(
                bytes: Array(text.bytes[first.range.lowerBound..<last.range.upperBound]),
                opensUnspaced: first.shape.contains(.unspaced), endsUnspaced: last.shape.contains(.unspaced))
        } else {
            piece = Piece(bytes: [], opensUnspaced: false, endsUnspaced: false)
        }
        pieces[hash] = piece
        return piece
    }

    /// Most phrases are lower-case letters and single spaces, which folding leaves alone. False for any other phrase.
    private static func appendPlainPattern(of phrase: String, to pattern: inout [UInt8]) -> Bool {
        let start = pattern.count
        pattern.append(FoldedText.space)
        for byte in phrase.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): pattern.append(byte)
            case FoldedText.space: if pattern.last != FoldedText.space { pattern.append(byte) }
            default:
                pattern.removeSubrange(start...)
                return false
            }
        }
        if pattern.last != FoldedText.space { pattern.append(FoldedText.space) }
        if pattern.count == start + 1 { pattern.removeLast() }
        return true
    }
}
