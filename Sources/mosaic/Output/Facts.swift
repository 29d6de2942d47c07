import Operations

/// Names and values of one thing, in aligned lines; nil values are left out.
struct Facts: CustomStringConvertible {
    private let width: Int?
    private var lines: [(name: String, value: String)] = []

    /// - Parameter width: the columns of the terminal; nil for no limit. Longer values are wrapped between words.
    init(width: Int? = Terminal.standard.width) {
        self.width = width
    }

    subscript(name: String) -> String? {
        get { lines.first { $0.name == name }?.value }
        set {
            guard let newValue, !newValue.isEmpty else { return }
            lines.append((name, newValue))
        }
    }

    var description: String {
        let names = lines.map(\.name.displayWidth).max() ?? 0
        let blank = String(repeating: " ", count: names + 2)
        let room = width.map { max(1, $0 - names - 2) } ?? .max
        return lines.map { name, value in
            name.padded(to: names + 2)
                + value.shownLines.flatMap { $0.wrapped(to: room) }.joined(separator: "\n" + blank)
        }.joined(separator: "\n")
    }
}
