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
        let numbers = text.split { !$0.isASCII || !$0.isNumber }.compactMap { Int($0) }
        guard numbers.count >= 6, text.hasSuffix("Z"), numbers[3...5].allSatisfy({ (0...60).contains($0) }),
            let day = CivilDay(year: numbers[0], month: numbers[1], day: numbers[2])
        else { return nil }
        return Int64(day.daysSince1970 * 86_400 + numbers[3] * 3_600 + numbers[4] * 60 + numbers[5])
    }
}
