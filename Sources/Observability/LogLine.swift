package import Logging
package import Timing

/// One event as one line: instant, level, dotted name, then facts as `key=value`.
///
/// Values from outside cannot break the line or forge another: control characters are escaped, and values with spaces, quotation
/// marks or equals signs are quoted.
package enum LogLine {
    /// The longest value written; bodies of mails do not belong in a log.
    static let maxValue = 400

    package static func text(
        at instant: Timestamp, level: Logger.Level, event: String, facts: Logger.Metadata
    ) -> String {
        var line = "\(instant.rfc3339) \(name(of: level)) \(escaped(event))"
        for key in facts.keys.sorted(by: precedes) {
            line += " \(escaped(key))=\(value(facts[key]?.description ?? ""))"
        }
        return line
    }

    /// Level names of equal width, so that event names line up; `trace` counts as DEBUG, `critical` as ERROR.
    package static func name(of level: Logger.Level) -> String {
        switch level {
        case .trace, .debug: "DEBUG  "
        case .info, .notice: "INFO   "
        case .warning: "WARNING"
        case .error, .critical: "ERROR  "
        }
    }

    /// The protocol and the account first: people look for these.
    private static func precedes(_ left: String, _ right: String) -> Bool {
        (rank(left), left) < (rank(right), right)
    }

    private static func rank(_ key: String) -> Int {
        switch key {
        case "protocol": 0
        case "account": 1
        case "thread": 2
        case "error", "do", "why": 9
        default: 5
        }
    }

    private static func value(_ text: String) -> String {
        let isPlain =
            !text.isEmpty
            && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "=") }
        let shown = escaped(
            text.unicodeScalars.count > maxValue ? String(text.unicodeScalars.prefix(maxValue)) + "…" : text)
        return isPlain ? shown : "\"\(shown.replacing("\"", with: "\\\""))\""
    }

    private static func escaped(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: mustBeEscaped) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where mustBeEscaped(scalar): result += "\\u{\(String(scalar.value, radix: 16))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Controls, and the marks that reorder or break lines on a terminal.
    private static func mustBeEscaped(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
