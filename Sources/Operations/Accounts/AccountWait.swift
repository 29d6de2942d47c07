package import Correspondence
package import Storage
package import Timing

/// What keeps an account from sending now, whichever mail waits: of its closed gates the one that opens last.
package struct AccountWait: Sendable, Hashable {
    package let address: EmailAddress
    private let row: GateTable.Row

    /// Nil where only a person ends it.
    package var until: Timestamp? { row.state.opensAt }
    package var reason: String { row.state.reason ?? row.gate.rawValue }

    /// All but `spacing`, which lasts no longer than a mail takes. None of them depends on the settings.
    private static let gates = Gate.ofAccount.filter { $0 != .spacing }

    /// Those of the accounts that wait.
    ///
    /// - Parameters:
    ///   - ignored: gates that are shown elsewhere.
    ///   - senders: accounts of a campaign, with their mails: its planner keeps to their limits by itself, and puts nothing off.
    package static func all(
        in store: Store, ignoring ignored: Set<Gate> = [], of senders: [SenderState] = []
    ) async throws -> [AccountID: AccountWait] {
        let table = GateTable(SendPolicy())
        let asked = gates.filter { !ignored.contains($0) }
        var all = try await store.accounts.gateFacts()
        for sender in senders {
            guard let facts = all[sender.sender.account], facts.history.accountMails == 0 else { continue }
            all[sender.sender.account]?.count(sender)
        }
        return all.compactMapValues { facts in
            table.longest(facts, among: asked).map { AccountWait(address: facts.recipient, row: $0) }
        }
    }
}

extension GateFacts {
    /// Counts what left from the account in the last 24 h, or may have.
    fileprivate mutating func count(_ sender: SenderState) {
        func count(from begin: Timestamp) -> SendHistory.Count {
            let left = sender.mails.map(\.at).filter { $0 > now - SendPolicy.day && $0 >= begin && $0 <= now }
            return SendHistory.Count(mails: left.count, oldest: left.first)
        }
        let all = count(from: .distantPast)
        (history.accountMails, history.accountOldestMail) = (all.mails, all.oldest)
        history.sinceReset = sender.limitFrom.flatMap { $0 > now - SendPolicy.day ? count(from: $0) : nil }
        providerLimit = sender.providerLimit
    }
}
