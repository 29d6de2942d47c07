package import Correspondence
package import Storage
package import Timing

/// What keeps an account from sending now, whichever mail waits.
package struct AccountWait: Sendable, Hashable {
    package let address: EmailAddress
    /// Nil where only a person ends it.
    package let until: Timestamp?
    package let reason: String

    package var sentence: String { ofCampaign.sentence }

    /// As one of the things that a campaign with this account waits for.
    var ofCampaign: CampaignWait { CampaignWait(what: "\(address) sends nothing", until: until, why: reason) }

    /// Gates of an account that put off all of its mails for longer than a mail takes.
    private static let gates: [Gate] = [.bounces, .dailyLimit]

    /// Those of the accounts that wait.
    package static func all(in store: Store) async throws -> [AccountID: AccountWait] {
        let facts = try await store.outbox.gateFactsOfWaitingAccounts()
        let now = try await store.currentTime()
        let table = GateTable(SendPolicy())
        return try await store.accounts.all().reduce(into: [:]) { waits, account in
            if account.rival != nil {
                waits[account.id] = AccountWait(
                    address: account.address, until: nil, reason: "another installation uses this mailbox")
            } else if let pause = account.pause, pause.until > now {
                waits[account.id] = AccountWait(
                    address: account.address, until: pause.until, reason: pause.reason ?? "it is paused")
            } else if let row = facts[account.id].flatMap({ table.obstacle($0, among: gates) }),
                let reason = row.state.reason
            {
                waits[account.id] = AccountWait(address: account.address, until: row.state.opensAt, reason: reason)
            }
        }
    }
}
