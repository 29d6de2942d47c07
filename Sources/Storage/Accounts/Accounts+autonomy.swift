package import Correspondence
import Database
import Events
import Timing

/// An account that was promoted or demoted because of people's verdicts.
package struct AutonomyChange: Sendable, Hashable {
    package let account: EmailAddress
    package let from: AccountState
    package let to: AccountState
    package let autonomy: Autonomy

    package var isPromotion: Bool { to == autonomy.promotion }
}

extension Accounts {
    /// The number of verdicts kept for one account.
    static let mostVerdicts = 200

    /// The verdicts on each account since its state was set, newest first.
    package func verdicts(_ rules: AutonomyRules) async throws -> [AccountID: [AutonomyVerdict]] {
        try await database.rows(
            """
            SELECT j.account_id, j.verdict FROM accounts a JOIN account_judgements j ON j.account_id = a.id
            WHERE j.id > COALESCE(a.judged_after, 0)
              AND j.id >= COALESCE((SELECT k.id FROM account_judgements k WHERE k.account_id = a.id
                ORDER BY k.id DESC LIMIT 1 OFFSET \(rules.window - 1)), 0)
            ORDER BY j.account_id, j.id DESC
            """
        ).reduce(into: [:]) {
            $0[try $1["account_id", as: AccountID.self], default: []].append(
                try $1["verdict", as: AutonomyVerdict.self])
        }
    }

    /// Demotes accounts that people disagree with and, where the rules say so, promotes those they agree with.
    package func graduate(_ rules: AutonomyRules) async throws -> [AutonomyChange] {
        let verdicts = try await verdicts(rules)
        guard !verdicts.isEmpty else { return [] }
        var changes: [AutonomyChange] = []
        for account in try await all() {
            let autonomy = Autonomy(of: account.state, verdicts[account.id] ?? [], rules)
            let promotion = rules.promotesBySelf && account.can(autonomy.promotion) ? autonomy.promotion : nil
            guard let state = autonomy.demotion ?? promotion else { continue }
            let change = AutonomyChange(account: account.address, from: account.state, to: state, autonomy: autonomy)
            let isMade = try await database.transaction { try await $0.make(change, of: account.id) }
            if isMade { changes.append(change) }
        }
        return changes
    }
}

extension AccountRecord {
    /// Whether the account could act in that state: it has Drafts in an inbox, or an outlet.
    package func can(_ state: AccountState?) -> Bool {
        switch state {
        case .draft?: hasInbox
        case .auto?: outlet != .nothing
        case .observe?, nil: true
        }
    }
}

extension SQL {
    /// In a statement that changes the account's row: existing verdicts no longer count.
    static func judgedSoFar(_ account: AccountID) -> SQL {
        "judged_after = (SELECT MAX(k.id) FROM account_judgements k WHERE k.account_id = \(account))"
    }
}

extension SQLSession {
    /// Records a person's verdict on something; a second verdict replaces the first.
    ///
    /// - Parameter subject: the thing judged, once for each account.
    func judge(_ account: AccountID, _ subject: String, _ verdict: AutonomyVerdict) async throws {
        // A new row, so that keys follow the order of the verdicts.
        try await write("DELETE FROM account_judgements WHERE account_id = \(account) AND subject = \(subject)")
        try await write(
            """
            INSERT INTO account_judgements (account_id, subject, verdict, at)
            VALUES (\(account), \(subject), \(verdict), \(SQL.now)) ON CONFLICT (account_id, subject) DO NOTHING
            """)
        try await write(
            """
            DELETE FROM account_judgements WHERE account_id = \(account) AND id < (SELECT k.id
                FROM account_judgements k WHERE k.account_id = \(account)
                ORDER BY k.id DESC LIMIT 1 OFFSET \(Accounts.mostVerdicts - 1))
            """)
    }

    /// The only statement that changes `accounts.state`; a registration applies the state of the settings when these change.
    /// Earlier verdicts no longer count.
    ///
    /// - Parameter former: the state that it must have; nil: any.
    /// - Returns: false where it has another one.
    func set(_ state: AccountState, of account: AccountID, replacing former: AccountState? = nil) async throws -> Bool {
        let condition: SQL = former.map { "AND state = \($0)" } ?? ""
        return try await execute(
            "UPDATE accounts SET state = \(state), \(SQL.judgedSoFar(account)) WHERE id = \(account) \(condition)") == 1
    }

    fileprivate func make(_ change: AutonomyChange, of account: AccountID) async throws -> Bool {
        guard try await set(change.to, of: account, replacing: change.from) else { return false }
        let reason =
            change.isPromotion
            ? "\(change.autonomy.agreed) agreements in a row" : "\(change.autonomy.disagreed) disagreements"
        try await record(
            change.isPromotion ? .accountPromoted : .accountDemoted, account: account,
            detail: "\(change.from.rawValue) → \(change.to.rawValue): \(reason)")
        return true
    }
}
