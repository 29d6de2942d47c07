/// The cells of an unfinished row, as far as the limits allow. After a refusal nothing of the row is kept.
struct RowCells {
    /// The reason why a row will not be kept, and the number of line ends before the place. The first reason counts.
    struct Refusal {
        let kind: CSVFault.Kind
        let lines: Int
    }

    private let limits: CSVLimits
    /// All cells, one after the other.
    private(set) var text: [UInt8] = []
    /// Where each finished cell ends in `text`.
    private(set) var ends: [Int] = []
    private(set) var refusal: Refusal?

    init(limits: CSVLimits) { self.limits = limits }

    /// Only blanks, as Excel writes empty rows.
    var isBlank: Bool { refusal == nil && text.allSatisfy(\.isBlank) }

    mutating func removeAll() {
        text.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        refusal = nil
    }

    /// Moves text and ends out.
    mutating func take() -> (text: [UInt8], ends: [Int]) {
        let row = (text, ends)
        (text, ends) = ([], [])
        text.reserveCapacity(row.0.count)
        ends.reserveCapacity(row.1.count)
        return row
    }

    /// Adds to the unfinished cell. The limit reached first is the reason, however the bytes were split into
    /// chunks.
    mutating func append(_ run: ArraySlice<UInt8>) {
        guard refusal == nil else { return }
        let roomInCell = limits.cellBytes - (text.count - cellStart)
        let roomInRow = limits.rowBytes - text.count
        guard run.count > min(roomInCell, roomInRow) else { return text.append(contentsOf: run) }
        let kind: CSVFault.Kind =
            roomInCell <= roomInRow ? .cellTooLong(limit: limits.cellBytes) : .rowTooLong(limit: limits.rowBytes)
        // Within a run of bytes the line is not known; the row's first line is.
        refuse(kind, lines: 0)
    }

    /// Drops the content of the unfinished cell.
    mutating func clearCell() {
        if refusal == nil { text.removeSubrange(cellStart...) }
    }

    mutating func endCell() {
        guard refusal == nil else { return }
        guard ends.count < limits.cells else { return refuse(.tooManyCells(limit: limits.cells), lines: 0) }
        ends.append(text.count)
    }

    mutating func refuse(_ kind: CSVFault.Kind, lines: Int) {
        guard refusal == nil else { return }
        refusal = Refusal(kind: kind, lines: lines)
        text = []
        ends = []
    }

    /// Names the cause of a row that does not end, whatever was noticed before.
    mutating func refuseOpenQuote(lines: Int) {
        refusal = nil
        refuse(.unterminatedQuote, lines: lines)
    }

    private var cellStart: Int { ends.last ?? 0 }
}

extension UInt8 {
    static let quote = UInt8(ascii: "\"")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    /// A space or a tab.
    var isBlank: Bool { self == 0x20 || self == 0x09 }
}
