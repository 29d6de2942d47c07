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
    ///   - counted: whose mails are counted in any case; of the others those of accounts that their limits have put off.
    package static func all(
        in store: Store, ignoring ignored: Set<Gate> = [], counting counted: [AccountID] = []
    ) async throws -> [AccountID: AccountWait] {
        let table = GateTable(SendPolicy())
        let asked = gates.filter { !ignored.contains($0) }
        return try await store.accounts.gateFacts(counting: counted).compactMapValues { facts in
            table.longest(facts, among: asked).map { AccountWait(address: facts.recipient, row: $0) }
        }
    }
}
