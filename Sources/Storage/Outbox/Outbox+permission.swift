package import Correspondence
import Database
import Timing

/// A claimed mail that asks for its final dot, and the rights of its process.
package struct DotRequest: Sendable {
    package let claim: MailClaim
    package let rights: AccountRights

    package init(_ claim: MailClaim, under rights: AccountRights) {
        self.claim = claim
        self.rights = rights
    }
}

extension Outbox {
    /// Commits that the final dot is about to go out. Only a claim that nothing has overtaken gets the permission: same fence,
    /// lease and rights still held, conversation unchanged, every gate open.
    ///
    /// The gates are asked under a lock on the contact, so that two accounts cannot each believe that they alone write to
    /// somebody. From ``SendPermission/granted`` on the mail is in doubt, whatever happens.
    package func permitDot(
        for claim: MailClaim, policy: SendPolicy, under rights: AccountRights
    ) async throws -> SendPermission {
        try await permitDots([DotRequest(claim, under: rights)], policy: policy)[0]
    }

    /// The same for many, in one transaction: each is judged separately, and counts the permissions given before it.
    ///
    /// - Returns: an answer for each, in order.
    package func permitDots(_ requests: [DotRequest], policy: SendPolicy) async throws -> [SendPermission] {
        try await database.transaction { session in
            if requests.count > 1 { try await session.waitBrieflyForLocks() }
            var answers: [Int: SendPermission] = [:]
            for round in requests.rounds {
                for (index, answer) in try await session.permit(round.map { ($0, requests[$0]) }, policy) {
                    answers[index] = answer
                }
            }
            return requests.indices.map { answers[$0] ?? .withheld("the row is gone") }
        }
    }
}

extension [DotRequest] {
    /// The indexes in rounds that hold each contact and each account once: a permission counts for the next mail.
    fileprivate var rounds: [[Int]] {
        var contacts: [ContactID: Int] = [:]
        var accounts: [AccountID: Int] = [:]
        var rounds: [[Int]] = []
        for index in indices {
            let claim = self[index].claim
            let round = Swift.max(contacts[claim.contact, default: 0], accounts[claim.account, default: 0])
            contacts[claim.contact] = round + 1
            accounts[claim.account] = round + 1
            while rounds.count <= round { rounds.append([]) }
            rounds[round].append(index)
        }
        return rounds
    }
}

extension SQLSession {
    fileprivate func permit(
        _ round: [(Int, DotRequest)], _ policy: SendPolicy
    ) async throws -> [(Int, SendPermission)] {
        let standing = try await standing(of: round.map(\.1))
        var granted: [MailClaim] = []
        var answers: [(Int, SendPermission)] = []
        for (index, request) in round {
            let objection = try standing.objection(to: request, policy, alreadyPermitted: granted.count)
            if objection == nil { granted.append(request.claim) }
            if let ended = objection?.ending {
                try await overtake(request.claim, reason: ended)
            }
            answers.append((index, objection.map { .withheld($0.reason) } ?? .granted))
        }
        try await permit(granted)
        return answers
    }

    /// Their rows are locked, and were just seen to be unchanged since the claim.
    private func permit(_ claims: [MailClaim]) async throws {
        guard !claims.isEmpty else { return }
        try await move("id \(in: claims.map(\.id))", .permitted, ", in_doubt_at = \(SQL.now)")
        try await logSendSteps(.inDoubt, of: claims.map(\.id))
        try await refreshNextFollowUp(of: claims.map(\.conversation))
    }

    /// Everything that these permissions depend on, in one round trip, under locks in the universal order: leases, conversations,
    /// contacts, rows that a person may pause, mails.
    private func standing(of requests: [DotRequest]) async throws -> DotStanding {
        let claims = requests.map(\.claim)
        let mails = claims.map(\.id)
        let locks: [SQL] = [
            Lease.standing(of: requests.flatMap(\.rights.leases)),
            .locking(conversations: claims.map(\.conversation)), .locking(contacts: claims.map(\.contact)),
        ]
        let standing: SQL = """
            SELECT o.id, o.state, o.fence, o.lease_until > \(SQL.now) AS holds, o.thread_version = t.version AS unchanged,
                o.rendered IS NOT NULL AS is_kept, a.has_inbox, \(GateFacts.columns)
            FROM \(GateFacts.source)
            WHERE o.id \(in: mails) ORDER BY o.id \(SQL.either(postgres: "FOR UPDATE OF o", sqlite: ""))
            """
        let outreach = claims.filter { $0.purpose == .outreach }.map(\.id)
        let results = try await query(locks + SQL.lockingPlans(of: outreach) + [standing])
        return try DotStanding(leases: results[0], mails: results[results.count - 1])
    }
}

extension SQL {
    /// The rows by which a person may pause outreach. A pause waits for permissions in progress, and later ones see it, so it
    /// takes effect at once. An answer belongs to no campaign.
    fileprivate static func lockingPlans(of mails: [MailID]) -> [SQL] {
        guard !mails.isEmpty else { return [] }
        let share: SQL = .either(postgres: "FOR SHARE", sqlite: "")
        return [
            """
            SELECT id FROM campaigns WHERE id IN (SELECT campaign_id FROM outbox WHERE id \(in: mails))
            ORDER BY id \(share)
            """,
            """
            SELECT id FROM campaign_leads WHERE id IN (SELECT lead_id FROM outbox WHERE id \(in: mails))
            ORDER BY id \(share)
            """,
        ]
    }
}

/// Mails that ask for their dot, as they are now, under their locks.
private struct DotStanding {
    /// The objection to the dot.
    struct Refusal {
        let reason: String
        /// Set where no mail is wanted any more.
        var ending: String?
    }

    private let leases: [SQLRow]
    private let mails: [MailID: SQLRow]

    init(leases: [SQLRow], mails: [SQLRow]) throws {
        self.leases = leases
        self.mails = try mails.reduce(into: [:]) { $0[try $1["id", as: MailID.self]] = $1 }
    }

    /// Nil when the dot may go out.
    ///
    /// - Parameter permitted: mails that were permitted since this was read.
    func objection(
        to request: DotRequest, _ policy: SendPolicy, alreadyPermitted permitted: Int
    ) throws -> Refusal? {
        // Whether the outlet is still ours, and the mailboxes too if there are any: they must have been read completely.
        guard request.rights.outlet != nil, try Lease.areHeld(request.rights.leases, among: leases) else {
            return Refusal(reason: "another process has the account")
        }
        guard let row = mails[request.claim.id] else { return Refusal(reason: "the row is gone") }
        if let reason = try voids(row, request) { return Refusal(reason: reason) }
        var facts = try GateFacts(row)
        facts.history.burst += permitted
        guard let obstacle = GateTable(policy).obstacle(facts) else {
            return try row.bool("is_kept") ? nil : Refusal(reason: "the mail was not kept")
        }
        let reason = obstacle.state.reason ?? obstacle.gate.rawValue
        if case .over(let ending) = obstacle.state { return Refusal(reason: reason, ending: ending) }
        return Refusal(reason: reason)
    }

    /// Why the claim no longer holds; nil while it does.
    private func voids(_ row: SQLRow, _ request: DotRequest) throws -> String? {
        // Without the right to watch, nobody has read what the contact wrote meanwhile.
        if try row.bool("has_inbox"), request.rights.watch == nil {
            return "the account is not watched by this process"
        }
        let state = try row["state", as: MailState.self]
        if state != .claimed { return "the mail is \(state.rawValue)" }
        if try row.int64("fence") != request.claim.fence || row.optionalBool("holds") != true {
            return "the claim has lapsed"
        }
        if try row["account_state", as: AccountState.self] != .auto { return "the account may not send" }
        return try row.optionalBool("unchanged") == true ? nil : "the conversation has moved on"
    }
}
