package import Correspondence
package import Storage
package import Text
package import Timing

/// Every account as it is now, with what it has sent.
package struct AccountsOverview: Sendable {
    package let accounts: [AccountRecord]
    /// Mails of the last 24 h.
    package let sentLastDay: [EmailAddress: Int]
    /// Set while Mosaic has stopped all sending by itself.
    package let stop: SendingStop?

    package init(of store: Store) async throws {
        accounts = try await store.accounts.all()
        sentLastDay = try await store.outbox.sentLastDay()
        stop = try await store.instance.sendingStop().map { SendingStop(since: $0.since, reason: $0.reason) }
    }

    package func sent(from account: EmailAddress) -> Int { sentLastDay[account] ?? 0 }
}

/// Since when nothing is sent, and why.
package struct SendingStop: Sendable, Hashable {
    package let since: Timestamp
    package let reason: String
}

extension AccountsOverview: JSONConvertible {
    package var json: JSON {
        [
            "accounts": accounts.map { $0.json.adding(["sent_last_24h": sent(from: $0.address)]) },
            "sending_stopped_at": stop?.since, "sending_stopped_reason": stop?.reason,
        ]
    }
}

extension AccountRecord: JSONConvertible {
    package var json: JSON {
        [
            "id": id, "address": address, "state": state, "health": health.rawValue, "health_detail": healthDetail,
            "last_checked_at": lastCheckedAt, "paused_until": pausedUntil, "pause_reason": pauseReason,
            "daily_limit": dailyLimit,
        ]
    }
}
