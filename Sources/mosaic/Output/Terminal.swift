#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Standard output, with colours and a width only if a person sees it.
struct Terminal: Sendable {
    let hasColours: Bool
    /// Columns; nil where no person sees it, and lines may have any length.
    var width: Int?

    /// Colours on a terminal, unless `NO_COLOR` is set (https://no-color.org) or the terminal is dumb.
    static let standard = Terminal(
        hasColours: isatty(STDOUT_FILENO) == 1 && getenv("NO_COLOR") == nil
            && getenv("TERM").map { String(cString: $0) != "dumb" } ?? false,
        width: columns())

    /// `COLUMNS` if exported, otherwise the terminal's own answer.
    private static func columns() -> Int? {
        if let named = getenv("COLUMNS").flatMap({ Int(String(cString: $0)) }), named > 0 { return max(named, least) }
        var size = winsize()
        guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return nil
        }
        return max(Int(size.ws_col), least)
    }

    /// Below this many columns nothing is readable anyway.
    private static let least = 20

    func print(_ text: String) {
        Swift.print(text)
        fflush(nil)
    }

    func flush() {
        fflush(nil)
    }

    /// In lines that fit behind the indent, broken between words.
    func lines(_ text: String, indent: String = "") -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .flatMap { String($0).wrapped(to: width.map { max(1, $0 - indent.count) } ?? .max) }
    }

    func bold(_ text: String) -> String { painted(text, "1") }
    func dim(_ text: String) -> String { painted(text, "2") }
    func red(_ text: String) -> String { painted(text, "31") }
    func green(_ text: String) -> String { painted(text, "32") }
    func yellow(_ text: String) -> String { painted(text, "33") }

    private func painted(_ text: String, _ code: String) -> String {
        hasColours ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
