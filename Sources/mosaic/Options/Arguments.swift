import ArgumentParser
package import Correspondence
import Operations
import Settings
import Timing

extension AccountState: ExpressibleByArgument {}
extension ConversationState: ExpressibleByArgument {}

extension Identifier: ExpressibleByArgument {
    package init?(argument: String) {
        guard let number = Int64(argument), number > 0 else { return nil }
        self.init(rawValue: number)
    }
}

extension EmailAddress: ExpressibleByArgument {
    package init?(argument: String) {
        self.init(argument)
    }
}

extension SuppressionEntry: ExpressibleByArgument {
    package init?(argument: String) {
        self.init(argument)
    }
}

extension MailDomain: ExpressibleByArgument {
    package init?(argument: String) {
        self.init(argument)
    }
}

extension NumberOrContact: ExpressibleByArgument {
    package init?(argument: String) {
        self.init(argument)
    }
}

extension ExplainSubject: ExpressibleByArgument {
    package init?(argument: String) {
        self.init(argument)
    }
}

/// A span of time in the form of settings: `90s`, `5m`, `2h`, `3d`.
struct Span: ExpressibleByArgument, Hashable {
    let duration: Duration

    init?(argument: String) {
        guard let duration = SettingValue.duration(argument) else { return nil }
        self.duration = duration
    }
}

/// An instant: `2026-12-24T09:00` in the person's zone, or in RFC 3339 with a zone: `2026-12-24T09:00:00+01:00`, `…Z`.
struct Instant: ExpressibleByArgument, Hashable {
    let timestamp: Timestamp

    init?(argument: String) {
        if let instant = Timestamp(rfc3339: argument) {
            timestamp = instant
        } else if let offset = Self.offset(argument.suffix(6)) {
            guard let local = LocalZone.utc.instant(String(argument.dropLast(6))) else { return nil }
            timestamp = local - offset
        } else if let local = LocalZone.current.instant(argument) {
            timestamp = local
        } else {
            return nil
        }
    }

    /// `time-numoffset` of RFC 3339 section 5.6.
    private static func offset(_ text: Substring) -> Duration? {
        let characters = Array(text)
        guard characters.count == 6, characters[0] == "+" || characters[0] == "-", characters[3] == ":",
            characters.allSatisfy(\.isASCII), let hours = Int(String(characters[1...2])), (0...23).contains(hours),
            let minutes = Int(String(characters[4...5])), (0...59).contains(minutes)
        else { return nil }
        let span = Duration.seconds(hours * 3_600 + minutes * 60)
        return characters[0] == "-" ? .zero - span : span
    }
}
