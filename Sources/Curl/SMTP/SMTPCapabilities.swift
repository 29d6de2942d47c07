/// The extensions that the server offered in its reply to EHLO, as far as a submission cares (RFC 5321 section 4.1.1.1).
struct SMTPCapabilities: Sendable, Equatable {
    /// SIZE (RFC 1870).
    var offersSize = false
    /// The largest message taken, when the server names one.
    var maxMessageBytes: Int?
    /// 8BITMIME (RFC 6152).
    var offersEightBit = false
    /// SMTPUTF8 (RFC 6531).
    var offersUTF8 = false
    /// PIPELINING (RFC 2920).
    var offersPipelining = false
    /// DSN (RFC 3461).
    var offersDSN = false
    /// The mechanisms of AUTH (RFC 4954), in upper case.
    var mechanisms: Set<String> = []

    init() {}

    /// The first line is the server's name; each other begins with a keyword.
    init(_ reply: SMTPReply) {
        for line in reply.lines.dropFirst() {
            let words = line.utf8.split(separator: 0x20).map {
                String(decoding: $0.map(\.asciiUppercased), as: UTF8.self)
            }
            switch words.first {
            case "SIZE":
                offersSize = true
                // 0 and no number both mean "no fixed limit" (RFC 1870 section 3).
                maxMessageBytes = words.dropFirst().first.flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
            case "8BITMIME": offersEightBit = true
            case "SMTPUTF8": offersUTF8 = true
            case "PIPELINING": offersPipelining = true
            case "DSN": offersDSN = true
            case "AUTH": mechanisms.formUnion(words.dropFirst())
            default: break
            }
        }
    }
}
