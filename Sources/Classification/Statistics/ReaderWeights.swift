/// The weights of a ``StatisticalReader`` in the form of their file.
///
/// A head of 64 bytes (name and version of the format, the hash of the rows they were learnt from, one scale, the bias of each
/// class), then for each index of ``ReplyFeatures`` one signed byte for each class. Numbers are little-endian.
package struct ReaderWeights: Hashable, Sendable {
    package static let classes = ReaderOpinion.Class.allCases.count
    /// SHA-256 of the labelled rows.
    package let rows: [UInt8]
    /// The size of a weight of 1.
    let scale: Double
    let bias: [Double]
    /// By index, and within an index by class.
    let table: [Int8]

    private static let name = Array("MosaicR1".utf8)
    private static let headLength = 64
    package static let byteCount = headLength + ReplyFeatures.dimension * classes

    /// - Returns: nil for any other bytes.
    package init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count == Self.byteCount, bytes.prefix(8).elementsEqual(Self.name) else { return nil }
        rows = Array(bytes[8..<40])
        func number(at offset: Int) -> Double {
            Double(Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << UInt32(8 * $1) }))
        }
        scale = number(at: 40)
        bias = (0..<Self.classes).map { number(at: 44 + 4 * $0) }
        table = bytes[Self.headLength...].withMemoryRebound(to: Int8.self, Array.init)
    }

    /// The bytes of learnt weights, each rounded to one byte.
    ///
    /// - Parameter weights: by index, and within an index by class.
    package static func bytes(rows: [UInt8], weights: [Double], bias: [Double]) -> [UInt8] {
        let largest = weights.reduce(0) { max($0, abs($1)) }
        let scale = Float(largest > 0 ? largest / 127 : 1)
        var bytes = name + rows
        for number in [scale] + bias.map(Float.init) {
            withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes += $0 }
        }
        // The rest of the head is reserved.
        bytes += [UInt8](repeating: 0, count: headLength - bytes.count)
        return bytes + weights.map { UInt8(bitPattern: Int8(($0 / Double(scale)).rounded().clamped)) }
    }
}

extension Double {
    fileprivate var clamped: Double { Swift.min(127, Swift.max(-127, self)) }
}
