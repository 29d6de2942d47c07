/// How the text of a variable becomes a value.
public enum SettingValue {
    /// `10` (seconds), `500ms`, `10s`, `5m`, `24h`, `3d`; nil for anything else, and for more than ten years.
    public static func duration(_ text: String) -> Duration? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let count = Int64(digits), count <= 315_360_000 else { return nil }
        let span: Duration
        switch text[digits.endIndex...].lowercased() {
        case "ms": span = .milliseconds(count)
        case "", "s": span = .seconds(count)
        case "m", "min": span = .seconds(count) * 60
        case "h": span = .seconds(count) * 3_600
        case "d": span = .seconds(count) * 86_400
        default: return nil
        }
        return span <= .seconds(315_360_000) ? span : nil
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

    /// Two letters of ISO 3166, in upper case.
    static func region(_ text: String) -> String? {
        let region = text.uppercased()
        return region.utf8.count == 2 && region.utf8.allSatisfy { (65...90).contains($0) } ? region : nil
    }

    /// A DNS name or an address, without anything that could mean more in a URL.
    static func host(_ text: String) -> String? {
        let isHost = text.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || "-._:[]".utf8.contains(byte)
        }
        return isHost && !text.isEmpty ? text : nil
    }
}
