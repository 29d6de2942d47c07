package import Correspondence
import Delivery
import IMAP
package import Settings
import Storage
import Text
import Timing

extension Interventions {
    /// Sets what Mosaic may do with an account.
    package func setState(_ state: AccountState, of account: EmailAddress) async throws -> Acknowledgement {
        try await store.accounts.setState(state, of: try await key(of: account))
        return Acknowledgement("\(account) may now: \(state.rawValue).", ["account": account])
    }

    /// Stops sending from an account for a while; replies are still read and decided.
    package func pause(_ account: EmailAddress, for span: Duration) async throws -> Acknowledgement {
        let end = clock.now + span
        try await store.accounts.pause(try await key(of: account), until: end, reason: "by a person")
        return Acknowledgement("\(account) sends nothing until \(end.shown).", ["account": account])
    }

    /// Lets an account send again at once, whatever it waits for.
    package func resume(_ account: EmailAddress) async throws -> Acknowledgement {
        try await store.accounts.resume(try await key(of: account))
        return Acknowledgement("\(account) may send again.", ["account": account])
    }

    /// Lets the own limits of accounts count anew. What their providers allow, and every other limit, stays as it is.
    package func resetLimits(of accounts: [EmailAddress]) async throws -> Acknowledgement {
        var keys: [(EmailAddress, AccountID)] = []
        for account in accounts { keys.append((account, try await key(of: account))) }
        var sentences: [String] = []
        var facts: [JSON] = []
        for (account, key) in keys {
            let mails = try await store.accounts.resetLimit(of: key)
            let what = mails == 1 ? "1 mail uses" : "\(mails) mails use"
            sentences.append("The limit of \(account) counts anew: \(what) up nothing of it any more.")
            facts.append(["account": account, "no_longer_counted": mails])
        }
        return Acknowledgement(sentences.joined(separator: "\n"), ["accounts": facts.json])
    }

    /// Lets all accounts send again, after a person stopped them.
    package func resumeSending() async throws -> Acknowledgement {
        try await store.instance.resumeSending()
        return Acknowledgement("All accounts may send again.")
    }

    /// Stops all sending until a person lets it continue.
    package func stopSending(reason: String) async throws -> Acknowledgement {
        try await store.instance.stopSending(reason: reason)
        return Acknowledgement("Nothing is sent any more. To go on: mosaic accounts resume-sending")
    }

    /// Continues with an account whose mailbox holds another installation's mark: a new mark stops that installation.
    package func takeOver(_ account: AccountSettings, access: AccountAccess) async throws -> Acknowledgement {
        let key = try await key(of: account.address)
        guard let inbox = account.inbox else {
            throw OperationFailure(.refused, "\(account.address) has no inbox, so nobody could leave a mark there.")
        }
        let connection: IMAPConnection
        do { connection = try await access.logIn(inbox) } catch {
            throw OperationFailure(.refused, "\(account.address) cannot be reached: \(error)")
        }
        defer { connection.close() }
        let mailboxes = try await connection.list()
        let sent =
            inbox.sentFolder.map { name in mailboxes.first { $0.name.text == name }?.name }
            ?? mailboxes.mailbox(for: .sent)?.name
        guard let sent else { throw OperationFailure(.refused, "\(account.address) has no Sent mailbox.") }
        let name = try await store.instance.installation(orElse: "unnamed")
        guard let letter = Letter.marking(InstallationMark(installation: name), of: account.address, at: clock.now)
        else { throw OperationFailure(.refused, "\(account.address) cannot be marked.") }
        _ = try await connection.append(MailComposer().compose(letter).bytes, to: sent, flags: [.seen])
        try await store.accounts.takeOver(key)
        await connection.logout()
        return Acknowledgement("\(account.address) is this installation's from now on.", ["account": account.address])
    }

    func key(of account: EmailAddress) async throws -> AccountID {
        guard let record = try await store.accounts.all().first(where: { $0.address == account }) else {
            throw OperationFailure(.unknown, "\(account) is not known to the database: see `mosaic accounts`.")
        }
        return record.id
    }
}
