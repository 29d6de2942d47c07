import Correspondence
import Delivery
import Events
import Logging
import Observability
import Settings
import Storage
import Timing

/// Keeps the providers' sending quotas in the database: one more limit beside those of the settings.
struct QuotaService: Sendable {
    let parts: EngineParts
    let accounts: [AccountID: SendingAccount]

    /// A quota changes only by a person's decision at the provider.
    static let interval = Duration.seconds(3_600)

    /// Returns when the task is cancelled, or at once if no provider reports a quota.
    func run() async {
        let reporting = accounts.compactMapValues { $0.mailer as? any QuotaReporting }.filter { $0.value.knowsQuota }
        guard !reporting.isEmpty else { return }
        var told: [AccountID: SendingQuota] = [:]
        while !Task.isCancelled {
            for (account, mailer) in reporting.sorted(by: { $0.key < $1.key }) {
                told[account] = await ask(mailer, account, told: told[account])
            }
            // Ends early only by cancellation, which the loop checks itself.
            try? await parts.clock.sleep(for: Self.interval)
        }
    }

    /// The last known limit applies while the provider does not answer.
    ///
    /// - Parameter told: the previous report, which need not be logged again.
    private func ask(_ mailer: any QuotaReporting, _ account: AccountID, told: SendingQuota?) async -> SendingQuota? {
        let address = accounts[account]?.settings.address.text ?? "?"
        do {
            let quota = try await mailer.quota()
            guard quota != told else { return told }
            try await parts.store.accounts.note(providerLimit: quota.mailsPerDay, of: account)
            parts.log.event(
                quota.advice == nil ? .quotaKnown : .quotaNeedsPerson,
                ["account": address, "quota": quota.description, "do": quota.advice ?? "nothing"])
            return quota
        } catch {
            guard !Task.isCancelled else { return told }
            parts.log.event(.quotaUnknown, ["account": address, "error": "\(error)", "do": "asking again in an hour"])
            return nil
        }
    }
}
