/// One column, as its heading names it.
public struct CSVColumn: Hashable, Sendable {
    /// 0 for the first.
    public let index: Int
    /// The heading as written, which an export shows again.
    public let heading: String
    /// The heading as a name: see `HeadingKey`.
    public let key: String

    init(index: Int, heading: String) {
        self.index = index
        self.heading = heading
        key = HeadingKey.key(for: heading) ?? "column_\(index + 1)"
    }

    /// The column's name in a spreadsheet: A, B, … Z, AA.
    public var letters: String {
        var letters: [UInt8] = []
        var rest = index + 1
        while rest > 0 {
            letters.insert(UInt8(ascii: "A") + UInt8((rest - 1) % 26), at: 0)
            rest = (rest - 1) / 26
        }
        return String(decoding: letters, as: UTF8.self)
    }
}
