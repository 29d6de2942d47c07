package import Correspondence
import Database
import Timing

/// The findings of a look into another mailbox: only mail that concerns us.
package struct ElsewhereFinds: Sendable {
    /// Replies to our mail.
    package var replies: [Admission] = []
    /// Mail sent from one of our addresses that lies outside the watched Sent.
    package var sent: [SentMail] = []
    /// Mail that names unknown ids: the mail it answers may come to Sent later.
    package var unlinked: [IncomingMessage] = []

    package init() {}
}

extension Messages {
    /// Admits the findings in another mailbox, and records how far it has been looked into; one transaction.
    ///
    /// - Parameter policy: decides which of the sent mail counts as outreach; its text is not known.
    /// - Returns: the results for the replies, in the order given, and the findings of the sent mail; nil when the lease is lost
    ///   and nothing was written.
    package func admit(
        _ finds: ElsewhereFinds, of account: AccountID, upTo mailbox: OtherMailbox, debounce: Duration,
        policy: OutreachPolicy, under lease: Lease
    ) async throws -> (replies: [IntakeOutcome], sent: SentIntake)? {
        try await database.settlingUniqueness { session in
            guard try await session.isHeld(lease) else { return nil }
            try await session.lock(finds.replies.compactMap(\.arrival.conversation).sorted())
            var outcomes: [IntakeOutcome] = []
            let strangers = try await session.erasedWriters(of: finds.replies.map(\.message))
            for admission in finds.replies {
                guard !admission.message.isFrom(strangers) else {
                    outcomes.append(.ignored(.erased))
                    continue
                }
                let numbered = Admission(try await session.numbered(admission.message), admission.arrival)
                outcomes += try await session.admit([numbered], debounce: debounce)
            }
            var sent = SentIntake()
            var judging = SentJudging(policy)
            for var mail in try await session.withoutErased(finds.sent)
            where try await !session.isIndexed(mail.message) {
                mail.message = try await session.numbered(mail.message)
                try await session.admitSent(mail, &judging, &sent)
            }
            try await session.note(mailbox, of: account)
            try await session.noteUnlinked(finds.unlinked, in: mailbox, of: account)
            return (outcomes, sent)
        }
    }
}

extension SQLSession {
    /// The message with a number of its own in place of its UID, which means nothing in its role's mailbox.
    fileprivate func numbered(_ message: IncomingMessage) async throws -> IncomingMessage {
        var message = message
        let location = message.location
        guard let elsewhere = location.elsewhere else { return message }
        let next = try await first(
            """
            SELECT COALESCE(MAX(uid), 0) + 1 AS next FROM messages
            WHERE account_id = \(location.account) AND role = \(location.role) AND uidvalidity = 0
            """)
        message.location = .row(
            try next?["next", as: UInt32.self] ?? 1, of: location.account, location.role, in: elsewhere)
        return message
    }
}
