import ArgumentParser

/// How much of a list is shown. A cut list says so; JSON is complete unless it was limited.
struct ListLimit: ParsableArguments {
    /// Rows of a table without a stated limit.
    static let customary = 50

    @Option(
        name: .customLong("limit"),
        help: ArgumentHelp(
            "Show at most this many; 0 shows all. (default: \(customary); with --json all)", valueName: "n"))
    var number: Int?

    func validate() throws {
        guard number ?? 0 >= 0 else { throw ValidationError("--limit takes a number from 0, which means all.") }
    }

    /// The most rows to read; nil for all.
    func rows(asJSON isJSON: Bool) -> Int? {
        switch number {
        case 0: nil
        case let number?: number
        case nil: isJSON ? nil : Self.customary
        }
    }

    /// A line below a table that was cut; nothing below a complete one.
    static func note(_ shown: Int, of total: Int, _ terminal: Terminal) -> String {
        shown < total ? "\n\n" + terminal.yellow("\(shown) of \(total) are shown; --limit 0 shows all.") : ""
    }
}
