/// A server's statement of its limits: `retry-after` and the `x-ratelimit-*` fields of Groq and OpenAI.
struct RateLimits: Equatable {
    let retryAfter: Duration?
    let remainingRequests: Int?
    let remainingTokens: Int?
    let requestsReset: Duration?
    let tokensReset: Duration?

    /// Reads header fields given by lower-cased name; a field that cannot be parsed counts as missing.
    init(headers: [String: String]) {
        retryAfter = headers["retry-after"].flatMap(Self.duration)
        remainingRequests = headers["x-ratelimit-remaining-requests"].flatMap { Int($0) }
        remainingTokens = headers["x-ratelimit-remaining-tokens"].flatMap { Int($0) }
        requestsReset = headers["x-ratelimit-reset-requests"].flatMap(Self.duration)
        tokensReset = headers["x-ratelimit-reset-tokens"].flatMap(Self.duration)
    }

    /// `2`, `7.66s`, `2m59.5s`, `1h2m`, `450ms`; nil for anything else and for more than a day.
    static func duration(_ text: String) -> Duration? {
        var total = 0.0
        var number = ""
        var unit = ""
        func value() -> Double? {
            guard let amount = Double(number), amount.isFinite, amount >= 0 else { return nil }
            switch unit {
            case "", "s": return amount
            case "ms": return amount / 1_000
            case "m": return amount * 60
            case "h": return amount * 3_600
            default: return nil
            }
        }
        for character in text where !character.isWhitespace {
            if character.isASCII, character.isNumber || character == "." {
                if !unit.isEmpty {
                    guard let part = value() else { return nil }
                    total += part
                    (number, unit) = ("", "")
                }
                number.append(character)
            } else {
                unit.append(character)
            }
        }
        guard let part = value() else { return nil }
        total += part
        return total <= 86_400 ? .milliseconds(Int64(total * 1_000)) : nil
    }
}
