/// The form of the cells that a writer produces.
public struct CSVFormat: Hashable, Sendable {
    public var delimiter: CSVDelimiter
    /// Whether the file begins with the mark by which Excel knows UTF-8. With Excel's `sep=` line it would ignore the
    /// mark, so that line is never written.
    public var hasByteOrderMark: Bool
    /// Whether cells are guarded by `SpreadsheetGuard`.
    public var isGuarded: Bool

    public init(delimiter: CSVDelimiter = .comma, hasByteOrderMark: Bool, isGuarded: Bool) {
        self.delimiter = delimiter
        self.hasByteOrderMark = hasByteOrderMark
        self.isGuarded = isGuarded
    }

    /// For people: opens correctly in Excel, LibreOffice, Numbers and Google Sheets, and comes back unharmed. Where the comma is the
    /// decimal mark, Excel expects the semicolon.
    public static let spreadsheet = CSVFormat(hasByteOrderMark: true, isGuarded: true)
    /// For programs: RFC 4180 in UTF-8 and nothing else.
    public static let plain = CSVFormat(hasByteOrderMark: false, isGuarded: false)
}
