/// How the text of a variable becomes a value.
package enum SettingValue {
    /// Ten years, in seconds: no setting is longer.
    private static let longest: Int64 = 315_360_000

    /// `10` (seconds), `500ms`, `10s`, `5m`, `24h`, `3d`, `2w`, `24 hours`, `1d12h`; nil for anything else, and for
    /// more than ten years.
    package static func duration(_ text: String) -> Duration? {
        var rest = text.lowercased()[...]
        if let seconds = Int64(rest), rest.first != "+", rest.first != "-" {
            return seconds <= longest ? .seconds(seconds) : nil
        }
        var total = Duration.zero
        repeat {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest[digits.endIndex...].drop { $0 == " " }
            let unit = rest.prefix { $0.isASCII && $0.isLetter }
            rest = rest[unit.endIndex...].drop { $0 == " " }
            guard let count = Int64(digits), count <= longest, let span = Self.unit(unit) else { return nil }
            total += span * Int(count)
        } while !rest.isEmpty && total <= .seconds(longest)
        return total <= .seconds(longest) ? total : nil
    }

    private static func unit(_ name: Substring) -> Duration? {
        switch name {
        case "ms": .milliseconds(1)
        case "s", "sec", "secs", "second", "seconds": .seconds(1)
        case "m", "min", "mins", "minute", "minutes": .seconds(60)
        case "h", "hr", "hrs", "hour", "hours": .seconds(3_600)
        case "d", "day", "days": .seconds(86_400)
        case "w", "week", "weeks": .seconds(604_800)
        default: nil
        }
    }

    /// A value as a variable would say it: `10s`, `24h`, `3d`, `true`, `INFO`.
    static func shown(_ value: Any) -> String {
        switch value {
        case let span as Duration: shown(span)
        case let span as Retention: span.span.map { shown($0) } ?? "forever"
        case let level as LogSettings.Level: level.rawValue
        default: "\(value)"
        }
    }

    private static func shown(_ span: Duration) -> String {
        let (seconds, rest) = span.components
        if rest != 0 { return "\(seconds * 1_000 + rest / 1_000_000_000_000_000)ms" }
        let units: [(String, Int64)] = [("d", 86_400), ("h", 3_600), ("m", 60)]
        let unit = units.first { seconds >= 2 * $0.1 && seconds % $0.1 == 0 } ?? ("s", 1)
        return "\(seconds / unit.1)\(unit.0)"
    }

    static func count(_ text: String, in range: ClosedRange<Int>) -> Int? {
        Int(text).flatMap { range.contains($0) ? $0 : nil }
    }

    static func flag(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "1", "true", "yes", "on": true
        case "0", "false", "no", "off": false
        default: nil
        }
    }

    /// Two letters of ISO 3166-1, in upper case; nil for letters that are no country.
    static func region(_ text: String) -> String? {
        let region = text.uppercased()
        return regions.contains(region) ? region : nil
    }

    /// A DNS name or an address, without anything that has another meaning in a URL.
    static func host(_ text: String) -> String? {
        let isHost = text.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || "-._:[]".utf8.contains(byte)
        }
        return isHost && !text.isEmpty ? text : nil
    }

    /// The readable name of a mailbox: text without control characters.
    static func mailboxName(_ text: String) -> String? {
        let isName = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
        return isName && (1...255).contains(text.utf8.count) ? text : nil
    }

    /// ISO 3166-1 alpha-2, as the time zone database lists it (iso3166.tab, 2024).
    private static let regions = Set(
        """
        AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW \
        BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI \
        FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN \
        IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME \
        MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF \
        PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV \
        SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK \
        YE YT ZA ZM ZW
        """.split(separator: " ").map(String.init))
}
