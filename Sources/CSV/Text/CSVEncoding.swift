/// The character encoding of a file.
public enum CSVEncoding: String, CaseIterable, Hashable, Sendable, Codable {
    /// Only ASCII so far. The first row with another byte decides between UTF-8 and Windows-1252.
    case ascii
    case utf8 = "utf-8"
    /// Excel's "Unicode text".
    case utf16LittleEndian = "utf-16le"
    case utf16BigEndian = "utf-16be"
    /// Excel's "CSV" in western Europe and America; assumed for bytes that are not UTF-8.
    case windows1252 = "windows-1252"

    var isUTF16: Bool { self == .utf16LittleEndian || self == .utf16BigEndian }
}

extension CSVEncoding: CustomStringConvertible {
    public var description: String {
        switch self {
        case .ascii: "ASCII"
        case .utf8: "UTF-8"
        case .utf16LittleEndian: "UTF-16LE"
        case .utf16BigEndian: "UTF-16BE"
        case .windows1252: "Windows-1252"
        }
    }
}
