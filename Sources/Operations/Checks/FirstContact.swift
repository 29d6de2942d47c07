package import Correspondence
import Delivery
import IMAP
import OAuth
package import Settings
package import Storage
import Timing

/// The results of the first contact with new accounts.
package struct FirstContactReport: Sendable, Hashable {
    /// A sentence for each server that cannot be reached or refuses the login.
    package let faults: [String]
    /// Whether no account in the settings can be used or connected, so that there is no reason to start.
    package let isHopeless: Bool
}

/// Logs in to accounts that have never been reached, and to their mail servers. A failure there is a fault of the settings,
/// reported at start; a failure with an account that was reached before, or an answer "later", is an outage, and is waited
/// out. One faulty account never keeps the others from starting.
package struct FirstContact: Sendable {
    private let settings: MosaicSettings
    private let store: Store
    private let access: AccountAccess
    private let canBeConnected: @Sendable (EmailAddress) -> Bool

    /// - Parameter canBeConnected: whether a person can grant the permission of this account once Mosaic runs.
    package init(
        _ settings: MosaicSettings, store: Store, access: AccountAccess,
        canBeConnected: @escaping @Sendable (EmailAddress) -> Bool = { _ in false }
    ) {
        self.settings = settings
        self.store = store
        self.access = access
        self.canBeConnected = canBeConnected
    }

    /// How long one server may take.
    package static let limit = Duration.seconds(15)

    /// - Parameter hopeful: called as soon as an account is known to be usable, so that a silent server delays nobody; it may be
    ///   called more than once.
    package func report(hopeful: @Sendable () -> Void = {}) async throws -> FirstContactReport {
        let checks = checks(of: try await store.accounts.all())
        var open = checks.reduce(into: [EmailAddress: Int]()) { $0[$1.address, default: 0] += 1 }
        if settings.accounts.contains(where: { open[$0.address] == nil }) { hopeful() }
        var faults: [EmailAddress: [String]] = [:]
        await withTaskGroup(of: (EmailAddress, String?).self) { group in
            for check in checks { group.addTask { (check.address, await check.fault()) } }
            for await (address, fault) in group {
                open[address, default: 0] -= 1
                if let fault { faults[address, default: []].append(fault) }
                if open[address] == 0, faults[address] == nil { hopeful() }
            }
        }
        return FirstContactReport(
            faults: faults.values.joined().sorted(),
            isHopeless: !faults.isEmpty
                && settings.accounts.allSatisfy { faults[$0.address] != nil && !canBeConnected($0.address) })
    }

    /// One server to be tried.
    private struct Check: Sendable {
        let address: EmailAddress
        let fault: @Sendable () async -> String?
    }

    private func checks(of known: [AccountRecord]) -> [Check] {
        var checks: [Check] = []
        for account in settings.accounts {
            let record = known.first { $0.address == account.address }
            guard record?.lastCheckedAt == nil else { continue }
            if let inbox = account.inbox {
                checks.append(Check(address: account.address) { await imapFault(of: account, inbox) })
            }
            // Only an account that may send opens a connection to do so.
            guard let outlet = account.outlet, record?.state ?? .auto == .auto, !settings.isDryRun else { continue }
            checks.append(Check(address: account.address) { await smtpFault(of: account, outlet) })
        }
        return checks
    }

    private func imapFault(of account: AccountSettings, _ inbox: InboxSettings) async -> String? {
        do {
            try await withDeadline(Self.limit, for: "the login") { try await logIn(inbox) }
            return nil
        } catch let error as IMAPError where error.isPassing {
            // The watcher waits for the outage to end.
            return nil
        } catch let error as IMAPError {
            return switch error {
            case .authenticationFailed(let text, _):
                "Authentication failed for \(account.address) at \(inbox.login.server.host) (\(text)). "
                    + "Make a new app password and check that IMAP is enabled."
            case .tokenRefused:
                "Authentication failed for \(account.address) at \(inbox.login.server.host). \(error)"
            default: "\(account.address) cannot be reached at \(inbox.login.server.shown): \(error)"
            }
        } catch let failure as TokenFailure {
            // The watcher waits until the provider answers; only a person can grant a permission.
            return failure.isPassing ? nil : failure.description
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
        // Only the deadline throws: no outcome means no answer.
        let outcome = try? await withDeadline(Self.limit, for: "the login") { await mailer.verify() }
        switch outcome {
        case .accepted, .acceptedUnder: return nil
        case .failed(let failure):
            // A server that answers "later" is an outage.
            return failure.kind.isFaultInSettings ? "\(account.address) cannot send: \(failure.detail)" : nil
        case .withheld, nil:
            return
                "\(account.address) cannot send: no answer from \(outlet.shown) within "
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
