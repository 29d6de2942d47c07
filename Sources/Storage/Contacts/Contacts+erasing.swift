package import Correspondence
import Database
import Events
import Timing

/// The counts of what an erasure removed, or would remove.
package struct ErasedRows: Sendable, Hashable {
    package internal(set) var conversations = 0
    package internal(set) var messages = 0
    package internal(set) var mails = 0
    package internal(set) var leads = 0
    /// Their phone numbers, addresses and handles.
    package internal(set) var details = 0
    /// Lines of the audit.
    package internal(set) var events = 0
    /// The conversations' keys, for caches.
    package internal(set) var caches: [ConversationID] = []

    package init() {}
}

package enum Erasure: Sendable, Hashable {
    case done(ErasedRows)
    case refused(String)
}

extension Contacts {
    /// A mail that began to leave within this time may still be on its way.
    private static let leaving = Duration.seconds(15 * 60)

    /// Removes everything that is stored about a person, and keeps a mark so that nobody writes to them again; one transaction.
    /// Planned mail is removed too; a mail that is being sent is refused its final dot.
    ///
    /// Refused while a mail to them may be leaving: its outcome would be lost.
    ///
    /// - Parameters:
    ///   - isTrial: only counts, and removes nothing.
    ///   - fresh: a secret for the installation, should it have none yet.
    package func erase(
        _ address: EmailAddress, isTrial: Bool, secretOrElse fresh: [UInt8]
    ) async throws -> Erasure {
        do {
            return try await database.transaction { session in
                let outcome = try await session.erase(address, leaving: Self.leaving, secretOrElse: fresh)
                if isTrial { throw TrialOver(outcome: outcome) }
                return outcome
            }
        } catch let trial as TrialOver {
            return trial.outcome
        }
    }
}

/// Rolls back a trial.
private struct TrialOver: Error {
    let outcome: Erasure
}

extension SQLSession {
    fileprivate func erase(
        _ address: EmailAddress, leaving: Duration, secretOrElse fresh: [UInt8]
    ) async throws -> Erasure {
        try await waitForErasure()
        if try await isOwn(address) { return .refused("it is an account of yours") }
        let secret = try await instanceSecret(orElse: fresh)
        let contact = try await first("SELECT id FROM contacts WHERE address = \(address.key)")
        let id = try contact?["id", as: ContactID.self]
        let conversations = try await conversations(with: id)
        try await lock(conversations)
        if let id {
            try await lock(contacts: [id])
            if let reason = try await mailIsLeaving(to: id, for: leaving) { return .refused(reason) }
        }
        var erased = ErasedRows()
        erased.conversations = conversations.count
        erased.caches = conversations
        try await eraseRows(of: address, id, conversations, &erased)
        try await noteErased(address, secret: secret)
        try await record(.contactErased, detail: "\(erased.messages) messages, \(erased.mails) mails")
        return .done(erased)
    }

    private func conversations(with contact: ContactID?) async throws -> [ConversationID] {
        guard let contact else { return [] }
        return try await query("SELECT id FROM email_threads WHERE contact_id = \(contact) ORDER BY id").map {
            try $0["id", as: ConversationID.self]
        }
    }

    /// In the order of references between rows.
    private func eraseRows(
        of address: EmailAddress, _ contact: ContactID?, _ conversations: [ConversationID], _ erased: inout ErasedRows
    ) async throws {
        let messages = try await messages(of: address, in: conversations)
        let mails = try await mails(to: contact, in: conversations)
        erased.messages = messages.whole.count
        erased.mails = mails.count
        erased.details = try await execute(
            """
            DELETE FROM contact_details WHERE thread_id \(in: conversations) OR message_key \(in: messages.whole)
            """)
        try await forgetActions(on: messages.whole, mails)
        try await eraseHandoffs(of: conversations, messages.whole)
        try await eraseAlerts(naming: address)
        erased.events = try await eraseEvents(of: conversations, messages.whole, mails, naming: address)
        try await erase(mails)
        if let contact { erased.leads = try await eraseLeads(of: contact) }
        try await erase(messages)
        try await erase(conversations)
        try await eraseFromReasons(address)
        if let contact { try await write("DELETE FROM contacts WHERE id = \(contact)") }
    }
}
