import Correspondence
import Database
import Timing

/// A rule may file a reply into another mailbox before the mail that it answers has come to Sent. Nothing is kept of such mail but
/// the ids that it names, for a few days: when one of them turns out to be ours, its mailbox is looked into again.
extension SQLSession {
    /// How long these ids are kept.
    private static var unlinkedSpan: Duration { .seconds(3 * 86_400) }

    func noteUnlinked(_ messages: [IncomingMessage], in mailbox: OtherMailbox, of account: AccountID) async throws {
        try await forgetUnlinked(of: account)
        let names = Set(messages.flatMap { $0.referencedIDs.prefix(20).map(\.text) }).sorted()
        guard !names.isEmpty else { return }
        let rows: [[SQLField]] = names.map { [.of(account), .of(mailbox.name.storable), .of($0)] }
        let named = SQLTable("named", columns: ["account_id", "mailbox", "referenced_id"], rows: rows)
        try await write(
            """
            INSERT INTO unlinked_elsewhere (account_id, mailbox, referenced_id, noted_at)
            SELECT named.account_id, named.mailbox, named.referenced_id, \(SQL.now) FROM \(named) WHERE 1 = 1
            ON CONFLICT DO NOTHING
            """)
        // Another account's Sent may have shown one of them while this mailbox was being looked into.
        let known = try await query(
            "SELECT DISTINCT message_id FROM messages WHERE message_id \(in: names) AND \(SQL.isAnswerable)")
        let appeared = try known.map { try $0.string("message_id") }
        guard !appeared.isEmpty else { return }
        _ = try await query(.lookingAgain(naming: appeared))
        try await forgetUnlinked(naming: appeared)
    }

    /// Ids that were named too long ago, in this account's mailboxes or in all.
    func forgetUnlinked(of account: AccountID?) async throws {
        let ofAccount: SQL = account.map { "AND account_id = \($0)" } ?? ""
        try await write(
            "DELETE FROM unlinked_elsewhere WHERE noted_at < \(SQL.now) - \(Self.unlinkedSpan) \(ofAccount)")
    }

    /// Forgets ids that are known now.
    func forgetUnlinked(naming names: [String]) async throws {
        try await write("DELETE FROM unlinked_elsewhere WHERE referenced_id \(in: names)")
    }
}

extension SQL {
    /// Has the mailboxes looked into again that hold mail naming one of these ids. Returns the accounts.
    static func lookingAgain(naming names: [String]) -> SQL {
        """
        UPDATE other_mailboxes SET look_again = look_again + 1
        WHERE EXISTS (
            SELECT 1 FROM unlinked_elsewhere u
            WHERE u.account_id = other_mailboxes.account_id AND u.mailbox = other_mailboxes.mailbox
              AND u.referenced_id \(in: names))
        RETURNING account_id
        """
    }
}
