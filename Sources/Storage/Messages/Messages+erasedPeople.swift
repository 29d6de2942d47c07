import Correspondence
import Database

extension SQLSession {
    /// The erased people among the writers of these messages: of their mail only that it was seen is stored.
    func erasedWriters(of messages: [IncomingMessage]) async throws -> Set<EmailAddress> {
        try await keepErasuresWaiting()
        return try await erased(among: messages.flatMap(\.writers))
    }

    /// The same, given the answer to ``SQL/erasures``.
    func erasedWriters(of messages: [IncomingMessage], by row: SQLRow?) async throws -> Set<EmailAddress> {
        try await erased(among: messages.flatMap(\.writers), by: row)
    }

    /// Our mails without erased recipients; mails that went to nobody else are left out.
    func withoutErased(_ mails: [SentMail]) async throws -> [SentMail] {
        try await keepErasuresWaiting()
        return try await withoutErased(mails, by: first(SQL.erasures[1]))
    }

    /// The same, given the answer to ``SQL/erasures``.
    func withoutErased(_ mails: [SentMail], by row: SQLRow?) async throws -> [SentMail] {
        let erased = try await erased(among: mails.flatMap { $0.message.recipients.map(\.address) }, by: row)
        guard !erased.isEmpty else { return mails }
        return mails.compactMap { mail in
            guard mail.message.recipients.contains(where: { erased.contains($0.address) }) else { return mail }
            var message = mail.message
            message.to.removeAll { erased.contains($0.address) }
            message.bcc.removeAll { erased.contains($0.address) }
            var rest = mail
            rest.message = message
            return message.recipients.isEmpty ? nil : rest
        }
    }
}

extension IncomingMessage {
    fileprivate var writers: [EmailAddress] { [from?.address, replyTo].compactMap(\.self) }

    func isFrom(_ people: Set<EmailAddress>) -> Bool { writers.contains(where: people.contains) }
}
