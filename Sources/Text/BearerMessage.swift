/// The login message of a client with an OAuth 2 access token, before Base 64. Mail protocols share it.
package enum BearerMessage {
    /// RFC 7628 section 3.1: a GS2 header with the user, then host and port, then the token.
    package static func oauthBearer(user: String, token: String, host: String, port: Int) -> String {
        // RFC 5801 section 4: the two characters that structure the header are escaped in names.
        let name = user.replacing("=", with: "=3D").replacing(",", with: "=2C")
        return "n,a=\(name),\u{1}host=\(host)\u{1}port=\(port)\u{1}auth=Bearer \(token)\u{1}\u{1}"
    }

    /// Google's and Microsoft's form, older than the standard.
    package static func xoauth2(user: String, token: String) -> String {
        "user=\(user)\u{1}auth=Bearer \(token)\u{1}\u{1}"
    }

    /// Whether a server's text repeats the token, as it is or at any position within Base 64.
    package static func stands(in text: String, token: String) -> Bool {
        guard token.utf8.count >= 6 else { return !token.isEmpty && text.contains(token) }
        return text.contains(token) || (0..<3).contains { shift in text.contains(encoded(token, shiftedBy: shift)) }
    }

    /// The Base 64 characters that depend on the token alone when `shift` octets of a group precede it.
    private static func encoded(_ token: String, shiftedBy shift: Int) -> String {
        let bytes = [UInt8](repeating: 0, count: shift) + Array(token.utf8)
        let whole = Base64.encoded(bytes[..<(bytes.count / 3 * 3)])
        return String(whole.dropFirst(shift == 0 ? 0 : 4))
    }
}
