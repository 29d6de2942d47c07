package import Correspondence
package import Storage
package import Text
package import Timing

/// Every account as it is now, with its sent mails.
package struct AccountsOverview: Sendable {
    package let accounts: [AccountRecord]
    /// Mails of the last 24 h.
    package let sentLastDay: [EmailAddress: Int]
    /// Accounts that a running process watches or, without an inbox, sends from.
    package let running: Set<EmailAddress>
    /// The accounts in the settings; nil where no settings could be read.
    package let configured: Set<EmailAddress>?
    /// Set while a person has stopped all sending.
    package let stop: SendingStop?
    package let rules: AutonomyRules
    /// What keeps accounts from sending, besides their own state and a stop of all sending.
    package let waits: [AccountID: AccountWait]
    private let sinceReset: [AccountID: Int]
    private let verdicts: [AccountID: [AutonomyVerdict]]

    /// - Parameter rules: the number of verdicts that change what an account may do.
    package init(
        of store: Store, configured: Set<EmailAddress>? = nil, rules: AutonomyRules = AutonomyRules()
    ) async throws {
        let accounts = try await store.accounts.all()
        let held = try await store.leases.held(of: accounts.map(\.right))
        self.accounts = accounts
        self.configured = configured
        running = Set(accounts.filter { held.contains($0.right) }.map(\.address))
        sentLastDay = try await store.outbox.sentLastDay()
        sinceReset = try await store.accounts.countedSinceReset()
        self.rules = rules
        verdicts = try await store.accounts.verdicts(rules)
        waits = try await AccountWait.all(in: store, ignoring: [.account, .installation])
        stop = try await store.instance.sendingStop().map { SendingStop(since: $0.since, reason: $0.reason) }
    }

    /// How an account is now, regardless of its last report.
    package func standing(of account: AccountRecord) -> AccountStanding {
        if configured?.contains(account.address) == false { return .removed }
        if running.contains(account.address) { return .running(account.health) }
        if account.health == .failing { return .failing }
        return account.lastCheckedAt == nil ? .neverRun : .notRunning
    }

    /// People's verdicts on it since its state was set.
    package func autonomy(of account: AccountRecord) -> Autonomy {
        Autonomy(of: account.state, verdicts[account.id] ?? [], rules)
    }

    /// The state it may move up to, if a person confirms.
    package func offer(to account: AccountRecord) -> AccountState? {
        let state = autonomy(of: account).promotion
        return account.can(state) ? state : nil
    }

    package func sent(from account: EmailAddress) -> Int { sentLastDay[account] ?? 0 }

    /// Mails that count against the account's own limit: fewer than those of the last 24 h once a person let it count anew.
    package func counted(by account: AccountRecord) -> Int { sinceReset[account.id] ?? sent(from: account.address) }

    /// When a person did so, within the last 24 h.
    package func countedFrom(by account: AccountRecord) -> Timestamp? {
        sinceReset[account.id] == nil ? nil : account.limitFrom
    }
}

/// Whether a process takes care of an account.
package enum AccountStanding: Sendable, Hashable {
    /// A process has it, and reported this.
    case running(AccountHealth)
    /// No process has it now, and the last try failed: a process may be about to try again.
    case failing
    /// No process has it now.
    case notRunning
    /// No process has ever had it.
    case neverRun
    /// The settings no longer name it.
    case removed

    package var shown: String {
        switch self {
        case .running(let health): health.rawValue
        case .failing: AccountHealth.failing.rawValue
        case .notRunning: "not running"
        case .neverRun: "never watched"
        case .removed: "not in .env"
        }
    }
}

extension AccountRecord {
    /// The lease that shows whether a process has the account.
    package var right: String { hasInbox ? AccountRights.watchName(id) : AccountRights.outletName(id) }
}

/// Since when nothing is sent, and why.
package struct SendingStop: Sendable, Hashable {
    package let since: Timestamp
    package let reason: String
}

extension AccountsOverview: JSONConvertible {
    package var json: JSON {
        [
            "accounts": accounts.map { account in
                account.json.adding([
                    "sent_last_24h": sent(from: account.address), "counted": counted(by: account),
                    "counted_from": countedFrom(by: account), "running": running.contains(account.address),
                    "in_settings": configured.map { $0.contains(account.address) },
                    "agreements": autonomy(of: account).agreed, "disagreements": autonomy(of: account).disagreed,
                    "may_become": offer(to: account), "sends_from": waits[account.id]?.until,
                    "sends_from_reason": waits[account.id]?.reason,
                ])
            },
            "sending_stopped_at": stop?.since, "sending_stopped_reason": stop?.reason,
        ]
    }
}

extension AccountRecord {
    /// Until when it sends nothing, and why: a person's pause or the account's own wait, whichever lasts longer.
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
