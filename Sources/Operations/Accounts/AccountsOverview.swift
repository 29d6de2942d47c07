package import Correspondence
package import Storage
package import Text
package import Timing

/// Every account as it is now, with what it has sent.
package struct AccountsOverview: Sendable {
    package let accounts: [AccountRecord]
    /// Mails of the last 24 h.
    package let sentLastDay: [EmailAddress: Int]
    /// Set while a person has stopped all sending.
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

extension AccountRecord {
    /// Until when it sends nothing, and why: a person's pause, or what it waits for by itself, whichever lasts longer.
    package var pause: (until: Timestamp, reason: String?)? {
        switch (pausedUntil, blockedUntil) {
        case (let paused?, let blocked?) where blocked > paused: (blocked, blockReason)
        case (let paused?, _): (paused, pauseReason)
        case (nil, let blocked?): (blocked, blockReason)
        case (nil, nil): nil
        }
    }
}

extension AccountRecord: JSONConvertible {
    package var json: JSON {
        [
            "id": id, "address": address, "state": state, "health": health.rawValue, "health_detail": healthDetail,
            "last_checked_at": lastCheckedAt, "paused_until": pause?.until, "pause_reason": pause?.reason,
            "waits_until": blockedUntil, "failures": failures, "rival": rival, "daily_limit": dailyLimit,
        ]
    }
}
