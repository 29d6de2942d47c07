extension UInt8 {
    var isASCIIDigit: Bool { self &- 0x30 < 10 }
    /// Lower-case letters only: folded text has no others.
    var isASCIILetter: Bool { self &- 0x61 < 26 }
    /// A letter of folded text; every byte of another script's letters counts.
    var isLetter: Bool { isASCIILetter || self >= 0x80 }
    var isWordByte: Bool { isLetter || isASCIIDigit }
}

extension [UInt8] {
    func byte(at index: Int) -> UInt8? { indices.contains(index) ? self[index] : nil }
}
