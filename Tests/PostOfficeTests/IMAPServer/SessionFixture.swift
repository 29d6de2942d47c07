import Testing
import Timing

@testable import PostOffice

/// A session over a world of its own, driven line by line.
struct SessionFixture {
    var world: MailWorld
    var options = IMAPOptions()
    var session = IMAPSession(options: IMAPOptions())

    init(_ style: MailboxStyle = .plain, loggedIn: Bool = true, selecting mailbox: String? = nil, notes: Int = 0) throws
    {
        world = .withMila(style)
        for number in 0..<notes { try world.deliver(note(number + 1), to: MailWorld.mila, at: .tuesday) }
        if loggedIn { _ = say("x LOGIN mila@shop.example secret") }
        if let mailbox { _ = say("x SELECT \(mailbox)") }
    }

    /// The lines answered to a command.
    mutating func say(_ command: String) -> [String] {
        lines(session.receive((command + "\r\n").bytes, world: &world, options: options, now: .tuesday))
    }

    /// What is said without being asked.
    mutating func overhear() -> [String] { lines(session.tellChanges(world, options: options)) }

    private func lines(_ reply: IMAPReply) -> [String] {
        var lines = reply.bytes.text.replacing("\r\n", with: "\n").split(
            separator: "\n", omittingEmptySubsequences: false)
        if lines.last == "" { lines.removeLast() }
        return lines.map(String.init)
    }
}
