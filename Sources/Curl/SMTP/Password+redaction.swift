extension Password {
    /// `text` with this password taken out, also in the forms AUTH PLAIN and LOGIN give it: a server may quote the line
    /// it refuses.
    func hidden(in text: String, username: String) -> String {
        guard !isEmpty else { return text }
        let plain = [0] + Array(username.utf8) + [0] + Array(secret.utf8)
        return [secret, Self.base64(Array(secret.utf8)), Self.base64(plain)].reduce(text) {
            $0.replacing($1, with: description)
        }
    }

    func hidden(in reply: SMTPReply, username: String) -> SMTPReply {
        SMTPReply(code: reply.code, lines: reply.lines.map { hidden(in: $0, username: username) })
    }

    /// RFC 4648 section 4.
    static func base64(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                text.append(place <= group.count ? alphabet[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
