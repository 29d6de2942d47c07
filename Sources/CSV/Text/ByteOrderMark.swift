/// The mark some writers put before the first character (Unicode 16, section 23.8).
struct ByteOrderMark {
    let encoding: CSVEncoding
    /// Bytes.
    let length: Int

    static let utf8: [UInt8] = [0xEF, 0xBB, 0xBF]

    init?(_ bytes: [UInt8]) {
        if bytes.starts(with: Self.utf8) {
            (encoding, length) = (.utf8, 3)
        } else if bytes.starts(with: [0xFF, 0xFE]) {
            (encoding, length) = (.utf16LittleEndian, 2)
        } else if bytes.starts(with: [0xFE, 0xFF]) {
            (encoding, length) = (.utf16BigEndian, 2)
        } else {
            return nil
        }
    }
}
