/// A real IMAP server of the test run: where to connect, and what a test may do behind the client's back.
public protocol IMAPServer: Sendable {
    /// The TCP port on 127.0.0.1 that speaks IMAP in clear (and STARTTLS where there is a `caFile`).
    var imapPort: UInt16 { get }
}

extension IMAPServer {
    /// Puts a message into a mailbox.
    /// - Parameters:
    ///   - flags: such as `["\\Seen", "$MosaicHuman"]`.
    ///   - date: the INTERNALDATE, such as `02-Jan-2026 03:04:05 +0000`; now where absent.
    /// - Returns: its UID where the server tells it.
    @discardableResult
    public func append(
        _ message: [UInt8], to mailbox: String = "INBOX", of account: MailAccount, flags: [String] = [],
        date: String? = nil
    ) async throws -> UInt32? {
        try await session(account) { try $0.append(message, to: mailbox, flags: flags, date: date) }
    }

    /// Puts a message given as text into a mailbox; line ends become CRLF.
    @discardableResult
    public func append(
        _ message: String, to mailbox: String = "INBOX", of account: MailAccount, flags: [String] = [],
        date: String? = nil
    ) async throws -> UInt32? {
        try await append(crlf(message), to: mailbox, of: account, flags: flags, date: date)
    }

    /// All messages of a mailbox in order of UID; sets no `\Seen`.
    public func messages(in mailbox: String = "INBOX", of account: MailAccount) async throws -> [StoredMessage] {
        try await session(account) {
            _ = try $0.select(mailbox)
            return try $0.fetchAll()
        }
    }

    /// All messages of a mailbox once there are at least `count`, waiting for deliveries under way.
    /// - Throws: `TestServerError` after 20 s.
    public func messages(
        in mailbox: String = "INBOX", of account: MailAccount, atLeast count: Int
    ) async throws -> [StoredMessage] {
        try await session(account) { probe in
            let arrived = try eventually(within: 20) { try probe.select(mailbox).exists >= count }
            let found = try probe.fetchAll()
            guard arrived else {
                throw TestServerError("\(mailbox) of \(account.address) has \(found.count) messages, not \(count)")
            }
            return found
        }
    }

    /// UIDVALIDITY, UIDNEXT and the number of messages.
    public func state(in mailbox: String = "INBOX", of account: MailAccount) async throws -> MailboxState {
        try await session(account) { try $0.select(mailbox) }
    }

    /// Adds flags or keywords, as another mail program would.
    public func addFlags(_ flags: [String], to uid: UInt32, in mailbox: String = "INBOX", of account: MailAccount)
        async throws
    {
        try await commands(
            ["UID STORE \(uid) +FLAGS.SILENT (\(flags.joined(separator: " ")))"], in: mailbox, of: account)
    }

    /// Removes flags or keywords.
    public func removeFlags(_ flags: [String], from uid: UInt32, in mailbox: String = "INBOX", of account: MailAccount)
        async throws
    {
        try await commands(
            ["UID STORE \(uid) -FLAGS.SILENT (\(flags.joined(separator: " ")))"], in: mailbox, of: account)
    }

    /// Deletes a message and expunges the mailbox.
    public func expunge(_ uid: UInt32, in mailbox: String = "INBOX", of account: MailAccount) async throws {
        try await commands(["UID STORE \(uid) +FLAGS.SILENT (\\Deleted)", "EXPUNGE"], in: mailbox, of: account)
    }

    /// Copies a message to another mailbox and removes the original, as a mail program without MOVE does.
    public func move(_ uid: UInt32, from mailbox: String = "INBOX", to other: String, of account: MailAccount)
        async throws
    {
        try await commands(
            ["UID COPY \(uid) \(quoted(other))", "UID STORE \(uid) +FLAGS.SILENT (\\Deleted)", "EXPUNGE"],
            in: mailbox, of: account)
    }

    /// Creates a mailbox and subscribes to it.
    public func createMailbox(_ name: String, of account: MailAccount) async throws {
        try await commands(["CREATE \(quoted(name))", "SUBSCRIBE \(quoted(name))"], of: account)
    }

    /// Deletes a mailbox with everything in it.
    public func deleteMailbox(_ name: String, of account: MailAccount) async throws {
        try await commands(["DELETE \(quoted(name))"], of: account)
    }

    /// Sends raw IMAP commands in one session, after SELECT of the mailbox where one is given.
    /// - Returns: the untagged lines, literals shown as `{n}`.
    @discardableResult
    public func commands(_ commands: [String], in mailbox: String? = nil, of account: MailAccount) async throws
        -> [String]
    {
        try await session(account) { probe in
            if let mailbox { _ = try probe.select(mailbox) }
            return try commands.flatMap { try probe.command($0).untagged.map(\.text) }
        }
    }

    private func session<Value: Sendable>(
        _ account: MailAccount, _ body: @escaping @Sendable (IMAPProbe) throws -> Value
    ) async throws -> Value {
        let port = imapPort
        return try await blocking {
            let probe = try IMAPProbe(port: port, account: account)
            let value = try body(probe)
            probe.logout()
            return value
        }
    }
}

/// Text as message bytes with CRLF line ends.
public func crlf(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
        if byte == UInt8(ascii: "\n"), bytes.last != UInt8(ascii: "\r") { bytes.append(UInt8(ascii: "\r")) }
        bytes.append(byte)
    }
    return bytes
}
