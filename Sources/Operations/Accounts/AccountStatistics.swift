package import Correspondence
package import Storage
package import Text
package import Timing

/// What accounts have sent today and in the last 24 hours, what they may send, and when the next mail may go.
package struct AccountStatistics: Sendable {
    /// In the order in which the accounts became known.
    package let accounts: [Row]
    /// When today began, by the clock of `zone`.
    package let today: Timestamp

    package struct Row: Sendable, Hashable {
        package let use: AccountUse
        /// What keeps every mail of the account from leaving longest; nil: nothing does.
        package let obstacle: GateTable.Row?

        /// When nothing keeps them back any more; nil: only a person knows.
        package var opensAt: Timestamp? { obstacle == nil ? use.facts.now : obstacle?.state.opensAt }
        package var sentLastDay: Int { use.lastDay.values.reduce(0, +) }
        package var sentToday: Int { use.since.values.reduce(0, +) }
    }

    /// - Parameters:
    ///   - address: of one account; nil for all.
    ///   - policy: what mails are held to, by the number of accounts.
    ///   - zone: whose midnight begins today.
    package static func of(
        _ address: EmailAddress?, in store: Store, zone: LocalZone = .current,
        policy: (Int) async throws -> SendPolicy
    ) async throws -> AccountStatistics {
        let all = try await store.accounts.all()
        let chosen = address.map { address in all.filter { $0.address == address } } ?? all
        if let address, chosen.isEmpty {
            throw OperationFailure(.unknown, "\(address) is no account: see `mosaic accounts`.")
        }
        let now = try await store.currentTime()
        let today = zone.midnight(before: now)
        let gates = GateTable(try await policy(all.count))
        let use = try await store.accounts.use(of: address == nil ? nil : chosen[0].id, since: today)
        return AccountStatistics(
            accounts: use.map { Row(use: $0, obstacle: gates.longest($0.facts, among: Gate.ofAccount)) }, today: today)
    }
}

extension LocalZone {
    /// When the day began there.
    fileprivate func midnight(before now: Timestamp) -> Timestamp {
        let day = (now + rule(at: now).offset).rfc3339.prefix(10)
        return instant(String(day)) ?? now
    }
}

extension AccountStatistics: JSONConvertible {
    package var json: JSON {
        [
            "today_since": today,
            "accounts": accounts.map { row in
                [
                    "account": row.use.account.address, "state": row.use.account.state,
                    "sent_today": row.sentToday, "sent_last_24h": row.sentLastDay,
                    "answers_last_24h": row.use.lastDay[.answer] ?? 0,
                    "outreach_last_24h": row.use.lastDay[.outreach] ?? 0,
                    "daily_limit": row.use.account.dailyLimit, "counted": row.use.counted,
                    "counted_from": row.use.countedFrom, "provider_limit": row.use.providerLimit,
                    "next_due_at": row.use.nextDueAt, "may_go_at": row.opensAt,
                    "gate": row.obstacle?.gate.rawValue, "reason": row.obstacle?.state.reason,
                ] as JSON
            },
        ]
    }
}
