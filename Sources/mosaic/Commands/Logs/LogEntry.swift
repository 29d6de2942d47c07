import Correspondence
import Settings
import Text

/// A parsed line of the log: instant, level, dotted name, facts.
struct LogEntry: Hashable {
    let line: String
    /// As written in the line.
    let at: String
    let level: LogSettings.Level
    let event: String
    let facts: [JSON.Member]

    /// Nil when the line is not ours.
    init?(_ line: String) {
        var rest = Substring(line)
        func word() -> Substring {
            rest = rest.drop { $0 == " " }
            let word = rest.prefix { $0 != " " }
            rest = rest[word.endIndex...]
            return word
        }
        at = String(word())
        guard let level = LogSettings.Level(rawValue: String(word())) else { return nil }
        self.level = level
        event = String(word())
        guard !event.isEmpty else { return nil }
        facts = Self.facts(in: rest)
        self.line = line
    }

    /// `key=value key="value with \"spaces\""`.
    private static func facts(in text: Substring) -> [JSON.Member] {
        var facts: [JSON.Member] = []
        var rest = text.drop { $0 == " " }
        while let equals = rest.firstIndex(of: "=") {
            let key = String(rest[..<equals])
            rest = rest[rest.index(after: equals)...]
            facts.append(.init(key: key, value: .string(rest.first == "\"" ? quoted(&rest) : plain(&rest))))
            rest = rest.drop { $0 == " " }
        }
        return facts
    }

    private static func plain(_ rest: inout Substring) -> String {
        let value = rest.prefix { $0 != " " }
        rest = rest[value.endIndex...]
        return String(value)
    }

    private static func quoted(_ rest: inout Substring) -> String {
        var value = ""
        var isEscaped = false
        rest = rest.dropFirst()
        while let character = rest.popFirst() {
            if isEscaped {
                // Line ends and controls stay as the log escapes them; only the quotation mark is unescaped.
                value += character == "\"" ? "\"" : "\\\(character)"
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                break
            } else {
                value.append(character)
            }
        }
        return value
    }
}

extension LogEntry: JSONConvertible {
    var json: JSON { ["at": at, "level": level.rawValue, "event": event, "facts": JSON.object(facts)] }

    func text(_ terminal: Terminal) -> String {
        switch level {
        case .error: terminal.red(line)
        case .warning: terminal.yellow(line)
        case .debug: terminal.dim(line)
        case .info: line
        }
    }
}

/// The selection of log lines to show.
struct LogFilter: Hashable {
    var level = LogSettings.Level.debug
    /// Only lines that name this address.
    var account: String?
    /// Only lines about this conversation, which the log calls `thread`.
    var conversation: ConversationID?

    func accepts(_ entry: LogEntry) -> Bool {
        guard entry.level.rank >= level.rank else { return false }
        if let conversation, entry.facts.first(where: { $0.key == "thread" })?.value.text != "\(conversation)" {
            return false
        }
        guard let account = account?.lowercased() else { return true }
        return entry.facts.contains { member in
            guard let value = member.value.text?.lowercased() else { return false }
            return value == account || (member.key != "account" && value.contains(account))
        }
    }
}

extension LogSettings.Level {
    /// Higher is more severe.
    fileprivate var rank: Int {
        switch self {
        case .debug: 0
        case .info: 1
        case .warning: 2
        case .error: 3
        }
    }
}
