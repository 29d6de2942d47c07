import Correspondence
import Delivery
import IMAP
package import Settings
package import Storage
import Timing

/// Logs in to accounts that have never been reached, and to where they send. What fails there is a fault in the
/// settings, to be told at start; what fails with an account that was reached before is an outage, and is waited out.
package struct FirstContact: Sendable {
    private let settings: MosaicSettings
    private let store: Store
    private let access: AccountAccess

    package init(_ settings: MosaicSettings, store: Store, access: AccountAccess) {
        self.settings = settings
        self.store = store
        self.access = access
    }

    /// How long one server may take.
    package static let limit = Duration.seconds(15)

    /// A sentence for each server of an account that cannot be reached or refuses the login.
    package func faults() async throws -> [String] {
        let known = try await store.accounts.all()
        return await withTaskGroup { group in
            for account in settings.accounts {
                let record = known.first { $0.address == account.address }
                guard record?.lastCheckedAt == nil else { continue }
                if let inbox = account.inbox { group.addTask { await imapFault(of: account, inbox) } }
                // Only an account that may send opens a connection to do so.
                guard let outlet = account.outlet, record?.state ?? .auto == .auto, !settings.isDryRun
                else { continue }
                group.addTask { await smtpFault(of: account, outlet) }
            }
            return await group.reduce(into: []) { faults, fault in if let fault { faults.append(fault) } }.sorted()
        }
    }

    private func imapFault(of account: AccountSettings, _ inbox: InboxSettings) async -> String? {
        do {
            try await withDeadline(Self.limit, for: "the login") { try await logIn(inbox) }
            return nil
        } catch IMAPError.authenticationFailed(let text, _) {
            return "Authentication failed for \(account.address) at \(inbox.login.server.host) (\(text)). "
                + "Make a new app password and check that IMAP is enabled."
        } catch {
            return "\(account.address) cannot be reached at \(inbox.login.server.shown): \(error)"
        }
    }

    private func logIn(_ inbox: InboxSettings) async throws {
        let connection = try await access.logIn(inbox)
        defer { connection.close() }
        await connection.logout()
    }

    private func smtpFault(of account: AccountSettings, _ outlet: OutletSettings) async -> String? {
        let mailer = access.mailer(outlet)
        // Only the deadline throws: no outcome is no answer.
        let outcome = try? await withDeadline(Self.limit, for: "the login") { await mailer.verify() }
        switch outcome {
        case .accepted: return nil
        case .failed(let failure):
            // A server that is there and says "later" is an outage.
            return failure.kind.isFaultInSettings ? "\(account.address) cannot send: \(failure.detail)" : nil
        case .withheld, nil:
            return
                "\(account.address) cannot send: no answer from \(outlet.login.server.shown) within "
                + "\(Self.limit.shown). Check SMTP_SERVER, SMTP_PORT and the network."
        }
    }
}

extension DeliveryFailure.Kind {
    fileprivate var isFaultInSettings: Bool {
        switch self {
        case .authentication, .connection, .encryption, .messageRefused: true
        case .transient, .recipientBusy, .throttled, .recipientRefused, .policy, .quota, .outcomeUnknown: false
        }
    }
}
