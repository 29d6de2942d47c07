import Correspondence
import Engine
import IMAP
import Settings
import Storage
import Timing

/// Logs in to accounts that have never been reached. What fails there is a fault in the settings, to be told at start;
/// what fails with an account that was reached before is an outage, and is waited out.
struct FirstContact: Sendable {
    let installation: Installation

    /// How long one server may take.
    static let limit = Duration.seconds(15)

    /// One sentence for each account that cannot be reached.
    func faults() async throws -> [String] {
        let reached = try await installation.store.accounts().filter { $0.lastCheckedAt != nil }.map(\.address)
        let fresh = installation.settings.accounts.filter { !reached.contains($0.address) }
        return await withTaskGroup { group in
            for account in fresh { group.addTask { await fault(of: account) } }
            return await group.reduce(into: []) { faults, fault in if let fault { faults.append(fault) } }.sorted()
        }
    }

    private func fault(of account: AccountSettings) async -> String? {
        do {
            try await withDeadline(Self.limit, for: "the login") { try await logIn(account) }
            return nil
        } catch IMAPError.authenticationFailed(let text, _) {
            return "Authentication failed for \(account.address) at \(account.imap.host) (\(text)). "
                + "Make a new app password and check that IMAP is enabled."
        } catch {
            return "\(account.address) cannot be reached at \(account.imap.shown): \(error)"
        }
    }

    private func logIn(_ account: AccountSettings) async throws {
        let connection = try await IMAPConnection.connect(
            to: IMAPEndpoint(account.imap, caFile: installation.settings.tlsCAFile))
        defer { connection.close() }
        try await connection.authenticate(.password(user: account.address.text, password: account.password.revealed))
        await connection.logout()
    }
}
