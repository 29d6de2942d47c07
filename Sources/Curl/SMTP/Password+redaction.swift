import Text

extension Password {
    /// `text` with this password taken out, also in the forms AUTH PLAIN and LOGIN give it: a server may quote the line
    /// it refuses.
    func hidden(in text: String, username: String) -> String {
        guard !isEmpty else { return text }
        let plain = [0] + Array(username.utf8) + [0] + Array(secret.utf8)
        return [secret, Base64.encoded(secret.utf8), Base64.encoded(plain)].reduce(text) {
            $0.replacing($1, with: description)
        }
    }

    func hidden(in reply: SMTPReply, username: String) -> SMTPReply {
        SMTPReply(code: reply.code, lines: reply.lines.map { hidden(in: $0, username: username) })
    }
}
