/// The byte between two cells.
public struct CSVDelimiter: RawRepresentable, Hashable, Sendable, Codable {
    /// An ASCII byte.
    public let rawValue: UInt8

    public static let comma = CSVDelimiter(UInt8(ascii: ","))
    /// Excel's choice wherever the comma is the decimal mark.
    public static let semicolon = CSVDelimiter(UInt8(ascii: ";"))
    public static let tab = CSVDelimiter(UInt8(ascii: "\t"))
    public static let pipe = CSVDelimiter(UInt8(ascii: "|"))

    /// The candidates of detection, most usual first.
    public static let usual: [CSVDelimiter] = [.comma, .semicolon, .tab, .pipe]

    private init(_ byte: UInt8) { rawValue = byte }

    /// A tab, or a printable ASCII character that is no letter, digit, quote or space; nil for anything else.
    public init?(rawValue: UInt8) {
        switch rawValue {
        case UInt8(ascii: "\""), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            return nil
        case UInt8(ascii: "\t"), 0x21...0x7E: self.rawValue = rawValue
        default: return nil
        }
    }
}

extension CSVDelimiter: CustomStringConvertible {
    public var description: String {
        switch self {
        case .comma: "comma"
        case .semicolon: "semicolon"
        case .tab: "tab"
        case .pipe: "pipe"
        default: String(UnicodeScalar(rawValue))
        }
    }
}
