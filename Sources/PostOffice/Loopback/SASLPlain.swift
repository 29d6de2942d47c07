/// The name and password of a SASL PLAIN response: `[authzid] NUL authcid NUL password` (RFC 4616 section 2).
struct SASLPlain: Hashable, Sendable {
    let user: String
    let password: String

    /// Nil when the bytes are not base64 of such a response.
    init?(base64: [UInt8]) {
        guard let decoded = Base64.decode(base64) else { return nil }
        let parts = decoded.split(separator: 0, omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[1].isEmpty else { return nil }
        user = String(decoding: parts[1], as: UTF8.self)
        password = String(decoding: parts[2], as: UTF8.self)
    }
}
