package import Correspondence
import Database
import Timing

extension Outbox {
    /// Commits that the final dot is about to go out. Only a claim that nothing has overtaken gets the permission: same
    /// fence, lease and rights still held, conversation unchanged, every gate open.
    ///
    /// The gates are asked under a lock on the contact, so that two accounts cannot both be the only one that writes to
    /// somebody. From ``SendPermission/granted`` on the mail is in doubt, whatever happens.
    package func permitDot(
        for claim: MailClaim, policy: SendPolicy, under rights: AccountRights
    ) async throws -> SendPermission {
        try await database.transaction { session in
            guard try await session.mayStillSend(rights) else { return .withheld("another process has the account") }
            try await session.lock(claim)
            guard let row = try await session.standing(of: claim) else { return .withheld("the row is gone") }
            if let reason = try Self.voids(row, claim, rights) { return .withheld(reason) }
            if let obstacle = GateTable(policy).obstacle(try GateFacts(row)) {
                if case .over(let reason) = obstacle.state {
                    try await session.cancelOpenMails(of: [claim.conversation], reason: reason)
                }
                return .withheld(obstacle.state.reason ?? obstacle.gate.rawValue)
            }
            let permitted = try await session.moved(
                "id = \(claim.id) AND fence = \(claim.fence) AND rendered IS NOT NULL", .permitted,
                ", in_doubt_at = \(SQL.now)")
            guard permitted.count == 1 else { return .withheld("the mail was not kept") }
            try await session.logSendSteps(.inDoubt, of: [claim.id])
            try await session.refreshNextFollowUp(of: [claim.conversation])
            return .granted
        }
    }

    /// Why the claim is not good any more; nil while it is.
    private static func voids(_ row: SQLRow, _ claim: MailClaim, _ rights: AccountRights) throws -> String? {
        // Without the watch nobody has read what the contact wrote meanwhile.
        if try row.bool("has_inbox"), rights.watch == nil { return "the account is not watched by this process" }
        let state = try row["state", as: MailState.self]
        if state != .claimed { return "the mail is \(state.rawValue)" }
        if try row.int64("fence") != claim.fence || row.optionalBool("holds") != true { return "the claim has lapsed" }
        if try row["account_state", as: AccountState.self] != .auto { return "the account may not send" }
        return try row.optionalBool("unchanged") == true ? nil : "the conversation has moved on"
    }
}

extension SQLSession {
    /// Whether the way out is still ours, and the mailboxes too where there are any: what was read there must be all.
    fileprivate func mayStillSend(_ rights: AccountRights) async throws -> Bool {
        guard rights.outlet != nil else { return false }
        return try await areHeld(rights.leases)
    }

    /// The conversation first and then the contact, as everything locks them.
    func lock(_ claim: MailClaim) async throws {
        try await lock([claim.conversation])
        try await lock(contacts: [claim.contact])
        // A pause waits for permissions under way, and whoever asks after it sees it: so it means now.
        let share: SQL = .either(postgres: "FOR SHARE", sqlite: "")
        _ = try await first(
            "SELECT id FROM campaigns WHERE id = (SELECT campaign_id FROM outbox WHERE id = \(claim.id)) \(share)")
        _ = try await first(
            "SELECT id FROM campaign_leads WHERE id = (SELECT lead_id FROM outbox WHERE id = \(claim.id)) \(share)")
    }

    /// Everything that a mail's permission depends on.
    fileprivate func standing(of claim: MailClaim) async throws -> SQLRow? {
        try await first(
            """
            SELECT o.state, o.fence, o.lease_until > \(SQL.now) AS holds, o.thread_version = t.version AS unchanged,
                a.has_inbox, \(GateFacts.columns)
            FROM \(GateFacts.source)
            WHERE o.id = \(claim.id) \(SQL.either(postgres: "FOR UPDATE OF o", sqlite: ""))
            """)
    }
}
