import Operations

/// Names and values of one thing, one under another in aligned columns; what is nil is left out.
struct Facts: CustomStringConvertible {
    private var lines: [(name: String, value: String)] = []

    subscript(name: String) -> String? {
        get { lines.first { $0.name == name }?.value }
        set {
            guard let newValue, !newValue.isEmpty else { return }
            lines.append((name, newValue))
        }
    }

    var description: String {
        let width = lines.map(\.name.count).max() ?? 0
        let blank = String(repeating: " ", count: width + 2)
        return lines.map { name, value in
            let first = name + String(repeating: " ", count: width - name.count + 2)
            return first + value.shownLines.joined(separator: "\n" + blank)
        }.joined(separator: "\n")
    }
}
