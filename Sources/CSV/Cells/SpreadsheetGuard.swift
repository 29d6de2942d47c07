/// The apostrophe before cells that a spreadsheet would run as a formula or rewrite as a number.
///
/// A cell that begins with `= + - @`, a tab or a line end may be run when the file is opened
/// (https://owasp.org/www-community/attacks/CSV_Injection); digits with a leading zero, long ones and `1E5` are changed when it is
/// saved. A guarded cell is text to a spreadsheet. Adding and removing the mark are inverse for every text, since text that
/// already looks guarded gets another mark. Dates and decimal marks are not guarded, nor is a phone number in groups,
/// `+49 15112345678`: it is neither a formula nor a number, so it is left unchanged.
public enum SpreadsheetGuard {
    static let mark = UInt8(ascii: "'")

    /// `cell` with the mark if it needs one.
    public static func guarded(_ cell: String) -> String { needsMark(cell.utf8) ? "'" + cell : cell }

    /// `cell` without the mark, if it has one.
    public static func unguarded(_ cell: String) -> String {
        cell.utf8.first == mark && needsMark(cell.utf8) ? String(cell.dropFirstScalar()) : cell
    }

    static func removed(from cell: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        cell.first == mark && needsMark(cell) ? cell.dropFirst() : cell
    }

    /// Whether the text after any number of marks would be run or rewritten.
    static func needsMark(_ cell: some Collection<UInt8>) -> Bool {
        let rest = cell.drop { $0 == mark }
        guard let first = rest.first else { return false }
        switch first {
        case UInt8(ascii: "+"): return rest.startIndex != cell.startIndex || !isTelephoneNumber(rest)
        case UInt8(ascii: "="), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0A, 0x0D: return true
        // The full-width forms of the same signs, U+FF1D, U+FF0B, U+FF0D and U+FF20.
        case 0xEF:
            let next = rest.dropFirst().prefix(2)
            return next.first == 0xBC && next.count == 2 && [0x9D, 0x8B, 0x8D, 0xA0].contains(next.dropFirst().first)
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return isRewritten(rest)
        default: return false
        }
    }

    /// `+` and groups of digits separated by one blank (ITU-T E.123), at least two groups: one alone would be shown as a number and lose
    /// its sign. 7 to 15 digits (ITU-T E.164).
    private static func isTelephoneNumber(_ cell: some Collection<UInt8>) -> Bool {
        var (digits, blanks, last) = (0, 0, UInt8(ascii: "+"))
        for byte in cell.dropFirst() {
            if byte.isDigit {
                digits += 1
            } else if byte == 0x20, last.isDigit {
                blanks += 1
            } else {
                return false
            }
            last = byte
        }
        return blanks > 0 && last.isDigit && (7...15).contains(digits)
    }

    /// Spreadsheets show twelve digits or more as `4.9E+11`, drop leading zeros, and save what they show.
    private static func isRewritten(_ cell: some Collection<UInt8>) -> Bool {
        let digits = cell.prefix(while: \.isDigit)
        if digits.count == cell.count {
            return digits.count >= 12 || (digits.first == UInt8(ascii: "0") && digits.count > 1)
        }
        return ScientificNumber.isOne(cell)
    }
}

/// `4.91512E+11`: digits, perhaps a fraction, and an exponent.
enum ScientificNumber {
    static func isOne(_ cell: some Collection<UInt8>) -> Bool {
        let whole = cell.prefix(while: \.isDigit)
        var rest = cell.dropFirst(whole.count)
        if rest.first == UInt8(ascii: ".") || rest.first == UInt8(ascii: ",") {
            rest = rest.dropFirst()
            rest = rest.dropFirst(rest.prefix(while: \.isDigit).count)
        }
        guard !whole.isEmpty, rest.first == UInt8(ascii: "E") || rest.first == UInt8(ascii: "e") else { return false }
        rest = rest.dropFirst()
        if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        return !rest.isEmpty && rest.allSatisfy(\.isDigit)
    }
}

extension UInt8 {
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}

extension String {
    /// By scalar: the first Character may hold marks that belong to the text.
    fileprivate func dropFirstScalar() -> Substring.UnicodeScalarView { unicodeScalars.dropFirst() }
}
