import Timing

@testable import PostOffice

extension Timestamp {
    /// A Tuesday morning.
    static let tuesday = Timestamp(rfc3339: "2026-11-24T10:05:00Z")!
}

extension String {
    var bytes: [UInt8] { Array(utf8) }
    /// Bytes with every LF as CRLF: for messages written down as Swift literals.
    var mail: [UInt8] { Array(replacing("\n", with: "\r\n").utf8) }
}

extension [UInt8] {
    var text: String { String(decoding: self, as: UTF8.self) }
}

extension MailWorld {
    /// A world with one user, `mila@shop.example`, password `secret`.
    static func withMila(_ style: MailboxStyle = .plain) -> MailWorld {
        var world = MailWorld(style: style)
        world.addUser(mila, password: "secret")
        return world
    }

    static let mila = "mila@shop.example"
}

/// A small message with an id of its own.
func note(_ number: Int = 1, subject: String = "Hello", body: String = "Hi there.") -> [UInt8] {
    """
    From: Ada Test <ada@creators.example>
    To: mila@shop.example
    Subject: \(subject)
    Message-ID: <note-\(number)@creators.example>

    \(body)

    """.mail
}
