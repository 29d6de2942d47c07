package import Correspondence
import Database
import Outreach
import Timing

extension Conversations {
    /// Commits decisions with all their effects in one transaction. Decisions whose conversation has changed meanwhile are left
    /// out; the others are still written.
    ///
    /// - Returns: the result for each, in the order given.
    package func commit(_ decided: [DecidedConversation]) async throws -> [DecisionCommit] {
        guard !decided.isEmpty else { return [] }
        return try await database.transaction { session in
            // All at once and in the order of their keys, so that two batches cannot deadlock.
            try await session.lock(decided.map(\.conversation.id).sorted())
            let starting = decided.filter { $0.decision == .startSequence }.map(\.conversation.contact)
            try await session.lock(contacts: Set(starting).sorted())
            var commits = [DecisionCommit](repeating: .superseded, count: decided.count)
            for round in decided.rounds {
                for (index, commit) in try await session.commit(round.map { ($0, decided[$0]) }) {
                    commits[index] = commit
                }
            }
            return commits
        }
    }

    /// Gives a claimed conversation back undecided, to be tried again after `pause`.
    package func releaseDecision(of conversation: ConversationID, after pause: Duration) async throws {
        try await database.transaction { session in
            try await session.takeBackTries(of: [conversation])
            try await session.write(
                "UPDATE email_threads SET decide_lease_until = \(SQL.now) + \(pause) WHERE id = \(conversation)")
        }
    }
}

extension [DecidedConversation] {
    /// The indexes in rounds that hold each contact once: a decision about a contact must see earlier decisions about the same
    /// contact.
    fileprivate var rounds: [[Int]] {
        var counts: [ContactID: Int] = [:]
        var rounds: [[Int]] = []
        for index in indices.sorted(by: { self[$0].conversation.id < self[$1].conversation.id }) {
            let round = counts[self[index].conversation.contact, default: 0]
            counts[self[index].conversation.contact] = round + 1
            if round == rounds.count { rounds.append([]) }
            rounds[round].append(index)
        }
        return rounds
    }
}

/// The conversations of a round as they are now, under their locks.
private struct RoundStanding {
    private let rows: [ConversationID: SQLRow]

    init(_ conversations: [SQLRow]) throws {
        rows = try conversations.reduce(into: [:]) { $0[try $1["id", as: ConversationID.self]] = $1 }
    }

    /// For ``init(_:)``. The mails are counted, because PostgreSQL would take a join for a reason to read every planned mail.
    static func question(about conversations: [ConversationID]) -> SQL {
        """
        SELECT t.*, EXISTS (SELECT 1 FROM lead_recipients r WHERE r.contact_id = t.contact_id) AS has_leads,
            EXISTS (SELECT 1 FROM email_threads e WHERE e.contact_id = t.contact_id
                AND (SELECT COUNT(*) FROM outbox o
                    WHERE o.thread_id = e.id AND o.state IN (\(MailState.sql(allowing: .cancelled)))) > 0) AS has_open_mails
        FROM \(Conversation.source) WHERE t.id \(in: conversations)
        """
    }

    /// Whether the version is still the one decided on and, where a sequence was decided on, the contact's facts still hold:
    /// another conversation with the same contact may have been decided meanwhile.
    func holds(_ decided: DecidedConversation) throws -> Bool {
        let before = decided.conversation
        guard let row = rows[before.id] else { return false }
        let now = try Conversation(row)
        guard now.version == before.version, try row.optionalTimestamp("decide_after") != nil else { return false }
        guard decided.decision == .startSequence else { return true }
        return now.isSuppressed == before.isSuppressed && now.answersSent == before.answersSent
    }

    /// Whether the contact belongs to a lead of a campaign.
    func hasLeads(_ conversation: ConversationID) throws -> Bool {
        try rows[conversation]?.bool("has_leads") ?? true
    }

    /// Whether the contact has mail that has certainly not left, in any conversation.
    func hasOpenMails(_ conversation: ConversationID) throws -> Bool {
        try rows[conversation]?.bool("has_open_mails") ?? true
    }
}

extension SQLSession {
    fileprivate func commit(_ round: [(Int, DecidedConversation)]) async throws -> [(Int, DecisionCommit)] {
        let standing = try await standing(of: round.map { $0.1 })
        let holding = try round.filter { try standing.holds($0.1) }
        let decided = holding.map { $0.1 }
        let superseded = Set(round.map { $0.1.conversation.id }).subtracting(decided.map(\.conversation.id)).sorted()
        if !superseded.isEmpty {
            try await takeBackTries(of: superseded)
            try await write("UPDATE email_threads SET decide_lease_until = NULL WHERE id \(in: superseded)")
        }
        guard !decided.isEmpty else { return [] }
        try await write(decided)
        // A person who writes is back: the notice of an absence no longer holds anything.
        try await endDecision(
            of: decided.map(\.conversation.id),
            endingHold: decided.filter { $0.replies.contains { $0.machine == nil } }.map(\.conversation.id),
            beginningGeneration: decided.filter { $0.decision == .startSequence }.map(\.conversation.id))
        try await note(decided, standing)
        let due = try await apply(decided, standing)
        return holding.map { ($0.0, DecisionCommit.committed(firstMailDue: due[$0.1.conversation.id])) }
    }

    private func standing(of decided: [DecidedConversation]) async throws -> RoundStanding {
        try RoundStanding(try await query(RoundStanding.question(about: decided.map(\.conversation.id))))
    }

    /// The open conversations of each of these contacts.
    private func openConversations(of contacts: [ContactID]) async throws -> [ContactID: [ConversationID]] {
        guard !contacts.isEmpty else { return [:] }
        return try await query(
            """
            SELECT id, contact_id FROM email_threads
            WHERE contact_id \(in: contacts) AND state IN ('in_sequence', 'awaiting_reply') ORDER BY id
            """
        ).reduce(into: [:]) {
            $0[try $1["contact_id", as: ContactID.self], default: []].append(try $1["id", as: ConversationID.self])
        }
    }

    /// Effects of the replies themselves, whatever was decided about them.
    private func note(_ decided: [DecidedConversation], _ standing: RoundStanding) async throws {
        for one in decided {
            for reply in one.replies { try await noteBounce(reportedBy: reply, in: one.conversation.id) }
            if one.replies.contains(where: { $0.machine?.kind == .abuseReport }) {
                try await noteHarm(.complaint, to: one.conversation.contact)
            }
        }
        let answered = try decided.filter { one in
            try one.replies.contains(where: \.isFromPerson) && standing.hasLeads(one.conversation.id)
        }
        try await leadsHear(.replied, in: answered.map(\.conversation.id), reason: "its contact answered")
        for one in decided { try await applyMachines(one) }
    }

    /// Machine mail that came together with a person's words counts too.
    private func applyMachines(_ decided: DecidedConversation) async throws {
        for reply in decided.replies where reply.machine != nil && reply.decision != decided.decision {
            switch reply.decision {
            case .hold(let until): try await hold(decided.conversation.id, until: until)
            case .suppressBounced: try await suppress(decided.conversation.contact, .hardBounce)
            case .optOut: try await suppress(decided.conversation.contact, .optOut)
            case .startSequence, .handOff, .complete, .ignore: break
            }
        }
    }

    /// - Returns: when the first planned mails are due.
    private func apply(
        _ decided: [DecidedConversation], _ standing: RoundStanding
    ) async throws -> [ConversationID: Timestamp] {
        let due = try await startAnswers(decided.filter { $0.decision == .startSequence }, standing)
        var effects = DecisionEffects()
        for decided in decided {
            effects.add(decided, isStarted: due[decided.conversation.id] != nil)
            if case .hold(let until) = decided.decision { try await hold(decided.conversation.id, until: until) }
        }
        let open = try await openConversations(of: effects.endings.values.flatMap { $0.map(\.contact) })
        for (ending, conversations) in effects.endings {
            let ids = conversations.map(\.id)
            try await cancelOpenMails(of: ids.filter(standing.hasOpenMails), reason: ending.reason)
            try await move(ids, ending.event, reason: ending.reason, intent: ending.intent)
            for conversation in conversations {
                try await moveOthers(
                    open[conversation.contact, default: []].filter { $0 != conversation.id }, of: conversation.id,
                    ending.elsewhere, reason: ending.reason)
            }
        }
        try await openHandoffs(effects.handoffs)
        try await keepDetails(of: effects.detailed)
        for (contact, reason) in effects.suppressions { try await suppress(contact, reason) }
        for (action, replies) in effects.actions { try await planActions(action, for: replies) }
        return due
    }

    /// The answers begin: mail planned before gives way to them, including our outreach to these contacts anywhere.
    private func startAnswers(
        _ decided: [DecidedConversation], _ standing: RoundStanding
    ) async throws -> [ConversationID: Timestamp] {
        guard !decided.isEmpty else { return [:] }
        let open = try decided.map(\.conversation).filter { try standing.hasOpenMails($0.id) }
        try await cancelOpenMails(of: open.map(\.id), reason: "decided anew")
        for conversation in open {
            try await cancelOutreach(to: conversation.contact, reason: "answered in conversation \(conversation.id)")
        }
        for (intent, some) in Dictionary(grouping: decided, by: \.intent) {
            try await move(some.map(\.conversation.id), .sequenceBegan, reason: nil, intent: intent)
        }
        return try await planFirst(in: decided.map(\.conversation.id))
    }
}
