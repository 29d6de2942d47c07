package import Correspondence
import Database
import Events
import Timing

/// A mail of which we do not know whether it left.
package struct DoubtfulMail: Sendable, Hashable {
    package let id: MailID
    package let fence: Int64
    package let account: AccountID
    package let conversation: ConversationID
}

extension Outbox {
    /// Mails in doubt of these accounts whose sender has had its time.
    package func doubtful(of accounts: [AccountID]) async throws -> [DoubtfulMail] {
        try await database.rows(
            """
            SELECT id, fence, account_id, thread_id FROM outbox
            WHERE state = 'in_doubt' AND account_id \(in: accounts)
              AND (lease_until IS NULL OR lease_until <= \(SQL.now))
            ORDER BY in_doubt_at LIMIT 100
            """
        ).map { row in
            DoubtfulMail(
                id: try row["id", as: MailID.self], fence: try row.int64("fence"),
                account: try row["account_id", as: AccountID.self],
                conversation: try row["thread_id", as: ConversationID.self])
        }
    }

    /// No evidence turned up within the grace period: a person decides. Never sent again by itself.
    ///
    /// - Parameter grace: time since the doubt began, by the database's clock.
    /// - Returns: false while the grace lasts, or when something has become known.
    package func giveUp(_ doubt: DoubtfulMail, after grace: Duration) async throws -> Bool {
        try await database.transaction { session in
            try await session.lock([doubt.conversation])
            let given = try await session.moved(
                "id = \(doubt.id) AND fence = \(doubt.fence) AND in_doubt_at <= \(SQL.now) - \(grace)", .givenUp,
                ", reason = 'no evidence that it left or did not'")
            guard !given.isEmpty else { return false }
            try await session.logSendSteps(.gaveUp, of: [doubt.id])
            try await session.record(.followupNeedsHuman, conversation: doubt.conversation, mail: doubt.id)
            try await session.giveToPerson(doubt.conversation, .sendInDoubt)
            return true
        }
    }
}

extension SQL {
    /// Mails with one of these Message-IDs, of which nobody knows whether they left.
    static func doubtful(named ids: [String]) -> SQL {
        "SELECT id, message_id FROM outbox WHERE message_id \(in: ids) AND state IN ('in_doubt', 'needs_human')"
    }
}

extension SQLSession {
    /// A reply or a bounce that names our mails proves that they left.
    func resolveDoubt(of mails: Set<MailID>, evidence: String) async throws {
        try await markSent(mails.sorted(), step: .evidence, detail: evidence)
    }

    /// Our mail lies in Sent: whatever we believed of it, it left.
    func noteSentCopy(of id: MessageID) async throws -> MailID? {
        guard let row = try await first("SELECT id, state FROM outbox WHERE message_id = \(id.text)") else {
            return nil
        }
        let mail = try row["id", as: MailID.self]
        try await write("UPDATE outbox SET sent_copy = 'found' WHERE id = \(mail) AND sent_copy = 'unknown'")
        if try row["state", as: MailState.self] != .sent {
            try await markSent([mail], step: .evidence, detail: "found in Sent")
        }
        return mail
    }
}

extension SQLSession {
    /// The doubts of an account are for its new holder to clear up, at once.
    func endDoubtLeases(of account: AccountID) async throws {
        try await write(
            "UPDATE outbox SET lease_until = \(SQL.now) WHERE account_id = \(account) AND state = 'in_doubt'")
    }

    /// We filed the copy in Sent ourselves.
    func noteAppendedCopies(of mails: [MailID]) async throws {
        guard !mails.isEmpty else { return }
        try await write("UPDATE outbox SET sent_copy = 'appended' WHERE id \(in: mails) AND sent_copy = 'unknown'")
    }

    /// Outreach that was planned for this contact anywhere is not wanted any more.
    func cancelOutreach(to contact: ContactID, reason: String) async throws {
        let theirs: SQL = "SELECT id FROM email_threads WHERE contact_id = \(contact)"
        try await move(
            "thread_id IN (\(theirs)) AND purpose = 'outreach'", .cancelled,
            ", reason = \(reason.storable), lease_until = NULL")
        try await refreshNextFollowUp(
            where: """
                contact_id = \(contact) AND next_followup_at IS NOT NULL AND EXISTS (SELECT 1 FROM outbox
                    WHERE thread_id = email_threads.id AND purpose = 'outreach' AND state = 'cancelled')
                """)
    }
}
