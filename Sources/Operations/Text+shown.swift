package import Correspondence
package import Timing

extension String {
    /// On one line, without characters that could steer a terminal, and no longer than `limit` characters.
    package func shownOnOneLine(limit: Int = .max) -> String {
        let folded = split { $0.isWhitespace }.joined(separator: " ").withoutControls
        return folded.count > limit ? folded.prefix(max(0, limit - 1)) + "…" : folded
    }

    /// Line by line, without characters that could steer a terminal.
    package var shownLines: [String] {
        split(omittingEmptySubsequences: false) { $0.isNewline }.map { String($0).withoutControls }
    }

    /// Controls (ECMA-48) and the marks that reorder text become U+FFFD; tabs become spaces.
    private var withoutControls: String {
        guard unicodeScalars.contains(where: { $0.steersTerminals }) else { return self }
        var result = ""
        for scalar in unicodeScalars {
            if scalar == "\t" {
                result += "    "
            } else {
                result.unicodeScalars.append(scalar.steersTerminals ? "\u{FFFD}" : scalar)
            }
        }
        return result
    }
}

extension Unicode.Scalar {
    fileprivate var steersTerminals: Bool {
        switch value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}

extension Timestamp {
    /// `2026-11-25 23:49:51 CET`, in the reader's zone.
    package var shown: String { shown(in: .current) }

    package func shown(in zone: LocalZone) -> String {
        let (offset, name) = zone.rule(at: self)
        return String((self + offset).rfc3339.prefix(19).map { $0 == "T" ? " " : $0 }) + " " + name
    }

    /// The distance from `now` for people: `in 3 h`, `5 min ago`, `now`.
    package func shown(relativeTo now: Timestamp) -> String {
        let distance = (self - now).inSeconds
        let span = Duration.seconds(Int64(abs(distance).rounded())).shown
        if abs(distance) < 1 { return "now" }
        return distance > 0 ? "in \(span)" : "\(span) ago"
    }
}

extension String {
    /// As one word of a shell's command (POSIX 2.2.2): a name with a blank, or with anything that a shell would run, in quotes.
    package var shellWord: String {
        let isPlain = unicodeScalars.allSatisfy {
            $0.isASCII && ($0.properties.isAlphabetic || "0123456789-._@/+".unicodeScalars.contains($0))
        }
        return isPlain && !isEmpty && first != "-" ? self : "'" + replacing("'", with: "'\\''") + "'"
    }
}

extension Duration {
    /// In the largest unit of which there are at least two: `90 s`, `5 min`, `24 h`, `3 d`.
    package var shown: String {
        let seconds = Int64(inSeconds.rounded())
        switch seconds {
        case ..<120: return "\(seconds) s"
        case ..<7_200: return "\(seconds / 60) min"
        case ..<172_800: return "\(seconds / 3_600) h"
        default: return "\(seconds / 86_400) d"
        }
    }
}

extension ContactDetail {
    /// `whatsapp +5511912345678 (own, 0.95: calling code)`; for a number without a country, its candidates.
    package var shown: String {
        let reason = why.isEmpty ? "" : ": \(why.shownOnOneLine(limit: 120))"
        let may = candidates.isEmpty ? "" : "; may be \(candidates.listed)"
        let unresolved = isResolved ? "" : ", country not known"
        return "\(kind.rawValue) \(value.shownOnOneLine(limit: 200)) "
            + "(\(zone.rawValue), \(confidence.shownShare)\(reason)\(unresolved)\(may))"
    }

    /// In a list's cell: `whatsapp +5511912345678`, `phone 0917 765 4321? (PH +63…, NG +234…)`.
    var shownBriefly: String {
        let value = "\(kind.rawValue) \(value.shownOnOneLine(limit: 60))"
        return isResolved
            ? value
            : candidates.isEmpty ? value + "?" : value + "? (\([ContactDetail.Candidate](candidates.prefix(4)).listed))"
    }
}

extension Double {
    /// A share with two decimal places: `0.95`.
    fileprivate var shownShare: String {
        let hundredths = Int((self * 100).rounded())
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }
}
