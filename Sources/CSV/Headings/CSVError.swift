/// Why a whole file cannot be used.
public enum CSVError: Error, Hashable, Sendable {
    /// There is no row in it.
    case emptyFile
    case unreadableHeadings(CSVFault)
    /// Groups of columns whose headings become the same name.
    case repeatedHeadings([[CSVColumn]])

    /// Never: the same bytes have the same fault.
    public var isRetriable: Bool { false }
}

extension CSVError: CustomStringConvertible {
    /// One or two sentences for a person: the fault, and the remedy.
    public var description: String {
        switch self {
        case .emptyFile: "The file is empty. Its first row must hold the headings."
        case .unreadableHeadings(let fault): "The headings cannot be read. \(fault)"
        case .repeatedHeadings(let groups):
            groups.map(Self.sentence).joined(separator: " ") + " Rename all but one."
        }
    }

    private static func sentence(_ columns: [CSVColumn]) -> String {
        let names = columns.map { "\($0.letters) (“\($0.heading)”)" }
        return "Columns \(names.joined(separator: " and ")) have the same heading."
    }
}
