import Correspondence
import Delivery
import Events
import Logging
import Observability
import Settings
import Storage
import Timing

/// Keeps in the database what providers let accounts send: one more limit beside those of the settings.
struct QuotaService: Sendable {
    let parts: EngineParts
    let accounts: [AccountID: SendingAccount]

    /// A quota grows or shrinks by a person's decision at the provider.
    static let interval = Duration.seconds(3_600)

    /// Returns when the task is cancelled, or at once where no provider tells.
    func run() async {
        let reporting = accounts.compactMapValues { $0.mailer as? any QuotaReporting }
        guard !reporting.isEmpty else { return }
        while !Task.isCancelled {
            for (account, mailer) in reporting.sorted(by: { $0.key < $1.key }) { await ask(mailer, account) }
            // Ends early only by cancellation, which the loop looks for itself.
            try? await parts.clock.sleep(for: Self.interval)
        }
    }

    /// The last known limit holds where the provider does not answer.
    func ask(_ mailer: any QuotaReporting, _ account: AccountID) async {
        let address = accounts[account]?.settings.address.text ?? "?"
        do {
            let quota = try await mailer.quota()
            try await parts.store.accounts.note(providerLimit: quota.mailsPerDay, of: account)
            parts.log.event(
                quota.advice == nil ? .quotaKnown : .quotaNeedsPerson,
                ["account": address, "quota": quota.description, "do": quota.advice ?? "nothing"])
        } catch {
            guard !Task.isCancelled else { return }
            parts.log.event(.quotaUnknown, ["account": address, "error": "\(error)", "do": "asking again in an hour"])
        }
    }
}
