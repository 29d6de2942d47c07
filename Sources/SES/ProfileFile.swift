import Glibc
import Text

/// The files of AWS's command line.
enum ProfileFile {
    /// Nil when it cannot be read, or is larger than such a file ever is.
    static func text(_ path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 256 << 10)
        let count = fread(&bytes, 1, bytes.count, file)
        return count < bytes.count ? String(decoding: bytes[..<count], as: UTF8.self) : nil
    }

    /// The values of `[name]`, or of `[profile name]` as the second file has it; nil where there is none.
    static func section(_ name: String, in text: String) -> [String: String]? {
        var values: [String: String]?
        var isOurs = false
        for line in text.split(whereSeparator: \.isNewline) {
            let line = trimmed(line)
            if line.hasPrefix("[") {
                let title = trimmed(line.dropFirst().prefix { $0 != "]" })
                isOurs = title == name || title.split(separator: " ").map(String.init) == ["profile", name]
                if isOurs { values = values ?? [:] }
            } else if isOurs, !line.hasPrefix("#"), !line.hasPrefix(";"), let sign = line.firstIndex(of: "=") {
                values?[trimmed(line[..<sign]).lowercased()] = trimmed(line[line.index(after: sign)...])
            }
        }
        return values
    }

    static func trimmed(_ text: some StringProtocol) -> String {
        let rest = text.drop(while: \.isWhitespace)
        return String(rest.reversed().drop(while: \.isWhitespace).reversed())
    }
}

extension AWSCredentials {
    /// As containers and instances give them; nil when something is missing.
    init?(json bytes: [UInt8]) {
        guard let json = try? JSON(reading: bytes), let id = json["AccessKeyId"]?.text,
            let secret = json["SecretAccessKey"]?.text
        else { return nil }
        self.init(
            accessKeyID: id, secretAccessKey: secret, sessionToken: json["Token"]?.text,
            expires: json["Expiration"]?.text.flatMap(Self.seconds))
    }

    /// `2026-11-30T19:45:00Z` in seconds since 1970.
    private static func seconds(_ text: String) -> Int64? {
        let numbers = text.split { !$0.isASCII || !$0.isNumber }.compactMap { Int64($0) }
        guard numbers.count >= 6, text.hasSuffix("Z"), (1...12).contains(numbers[1]) else { return nil }
        // Days from civil, by Howard Hinnant.
        let year = numbers[1] <= 2 ? numbers[0] - 1 : numbers[0]
        let era = year / 400
        let dayOfYear = (153 * (numbers[1] + (numbers[1] > 2 ? -3 : 9)) + 2) / 5 + numbers[2] - 1
        let yearOfEra = year - era * 400
        let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        return days * 86_400 + numbers[3] * 3_600 + numbers[4] * 60 + numbers[5]
    }
}
