package import Correspondence
import Database
import Events
import Timing

extension Messages {
    /// Admits messages of one inbox: their rows, their conversations and the cursor in one transaction.
    ///
    /// A reply bumps its conversation's version, which stops every mail that has not reached its final dot, and sets the
    /// instant from which the conversation may be decided.
    ///
    /// - Returns: the result for each, in the order given; nil when another process watches this account now, and nothing was
    ///   written.
    package func admit(
        _ admissions: [Admission], debounce: Duration, under lease: Lease
    ) async throws -> [IntakeOutcome]? {
        try await database.settlingUniqueness { session in
            let answers = try await session.query([Lease.standing(of: [lease])] + SQL.erasures)
            guard try Lease.areHeld([lease], among: answers[0]) else { return nil }
            let strangers = try await session.erasedWriters(of: admissions.map(\.message), by: answers[2].first)
            // All that are known at once, so that the batches of two accounts cannot deadlock.
            try await session.lock(admissions.compactMap(\.arrival.conversation).sorted())
            var outcomes = [IntakeOutcome](repeating: .known, count: admissions.count)
            for unsorted in admissions.rounds {
                let round = unsorted.filter { index in
                    guard admissions[index].message.isFrom(strangers) else { return true }
                    outcomes[index] = .ignored(.erased)
                    return false
                }
                guard !round.isEmpty else { continue }
                let some = round.map { admissions[$0] }
                for replaced in some.compactMap(\.replaced) { try await session.forgetUnlinked(replaced) }
                for (index, outcome) in zip(round, try await session.admit(some, debounce: debounce)) {
                    outcomes[index] = outcome
                }
            }
            try await session.advanceCursor(past: admissions.map(\.message))
            return outcomes
        }
    }
}

extension [Admission] {
    /// The indexes in rounds that hold each conversation, each outreach and each Message-ID once: the second message must see the
    /// first.
    fileprivate var rounds: [[Int]] {
        var counts: [String: Int] = [:]
        var rounds: [[Int]] = []
        for (index, admission) in enumerated() {
            let keys = admission.arrival.identities + [admission.message.messageID?.text].compactMap(\.self)
            let round = keys.map { counts[$0, default: 0] }.max() ?? 0
            for key in keys { counts[key] = round + 1 }
            if round >= rounds.count { rounds.append([]) }
            rounds[round].append(index)
        }
        return rounds
    }
}

extension Arrival {
    fileprivate var link: OutreachLink? {
        switch self {
        case .reply(let link, _, _, _): link
        case .quarantined(let link): link
        case .ignored, .withheld: nil
        }
    }

    fileprivate var identities: [String] {
        [link?.conversation.map { "conversation \($0)" }, link?.outreach.map { "outreach \($0)" }].compactMap(\.self)
    }
}

extension SQLSession {
    /// Messages of one mailbox that need not see each other.
    func admit(_ admissions: [Admission], debounce: Duration) async throws -> [IntakeOutcome] {
        var arriving = zip(admissions, try await places(of: admissions)).map { ArrivingMessage($0, $1) }
        // The same reply may arrive in two mailboxes at the same moment: the second must see the first.
        try await lock(arriving.compactMap(\.conversation).sorted())
        let standing = try await standing(of: arriving)
        for index in arriving.indices { try standing.judge(&arriving[index], number: index) }
        let keys = try await insert(arriving)
        let inserted = arriving.compactMap { one in keys[one.message.location.uid].map { (one, $0) } }
        try await follow(inserted, debounce: debounce)
        return arriving.map { keys[$0.message.location.uid] == nil ? .known : $0.outcome }
    }

    /// The conversation of each message, and the evidence.
    private func places(of admissions: [Admission]) async throws -> [ArrivingMessage.Place?] {
        let known = try await conversations(for: admissions.map { ($0.arrival.link, $0.message.gmailThreadID) })
        var places: [ArrivingMessage.Place?] = []
        for (admission, conversation) in zip(admissions, known) {
            guard let link = admission.arrival.link else {
                places.append(nil)
                continue
            }
            if let conversation {
                places.append(ArrivingMessage.Place(conversation: conversation, link: link))
            } else {
                places.append(try await placeOfWriter(link, of: admission.message))
            }
        }
        return places
    }

    /// Where our mail names no recipient that we could write to, as with Bcc, the reply's writer is the contact; that is enough for
    /// a person, but not for an automatic answer.
    private func placeOfWriter(
        _ link: OutreachLink, of message: IncomingMessage
    ) async throws -> ArrivingMessage.Place? {
        guard let outreach = link.outreach, link.linkage != .returnedPart, !message.isReport, let writer = message.from,
            let conversation = try await conversation(with: writer, about: outreach)
        else { return nil }
        return ArrivingMessage.Place(
            conversation: conversation,
            link: OutreachLink(linkage: .subject, outreach: outreach, conversation: conversation))
    }

    fileprivate func forgetUnlinked(_ message: MessageKey) async throws {
        try await forgetMessage(message)
        try await write("DELETE FROM messages WHERE id = \(message) AND thread_id IS NULL")
    }

    /// Effects of messages whose rows are new.
    private func follow(_ inserted: [(ArrivingMessage, MessageKey)], debounce: Duration) async throws {
        try await noteUnlinked(inserted.filter { $0.0.answersNothingKnown }.map { ($0.0.message, $0.1) })
        for (one, key) in inserted {
            guard let original = one.original else { continue }
            try await repeatAction(on: original, for: key, in: one.message.location.account)
        }
        for (one, key) in inserted where one.isQuarantinedAlone {
            let account = one.message.location.account
            if one.isWithheld {
                try await planAction(.admitAgain, account: account, message: key, after: ArrivingMessage.withheldPause)
            } else {
                try await giveToPerson(key, of: account)
            }
        }
        let replies = inserted.filter { $0.0.ignored == nil && $0.0.conversation != nil }
        let ids = replies.compactMap { $0.0.conversation }
        try await move(
            replies.filter { $0.0.isAnswered }.compactMap { $0.0.conversation }, .personHadAnswered,
            reason: "a person has answered already")
        try await resolveDoubt(of: Set(replies.flatMap { $0.0.provenMails }), evidence: "a reply names it")
        try await awaitDecision(of: ids, after: debounce)
        try await record(
            replies.map { one, key in
                AuditLine(
                    event: one.reply?.source == nil ? .messageQuarantined : .replyReceived,
                    account: one.message.location.account, conversation: one.conversation, message: key,
                    detail: one.reply?.link.linkage.rawValue ?? "")
            })
    }

    /// Whether the account holds a message with this id: an id is unique per account, and a second message only claims it.
    func isTaken(_ id: MessageID?, in account: AccountID) async throws -> Bool {
        guard let id else { return false }
        return try await first(
            "SELECT 1 AS taken FROM messages WHERE account_id = \(account) AND message_id = \(id.text)") != nil
    }

    /// Stores the ids that unlinked messages refer to, in case their outreach shows up in Sent later.
    private func noteUnlinked(_ messages: [(IncomingMessage, MessageKey)]) async throws {
        let rows = messages.flatMap { message, key in
            message.referencedIDs.prefix(20).map { [SQLField.of($0.text), .of(key)] }
        }
        guard !rows.isEmpty else { return }
        let named = SQLTable("named", columns: ["referenced_id", "message_key"], rows: rows)
        try await write(
            """
            INSERT INTO unlinked_references (referenced_id, message_key)
            SELECT named.referenced_id, named.message_key FROM \(named) WHERE 1 = 1 ON CONFLICT DO NOTHING
            """)
        // Sent may have shown the outreach while these messages were being looked at.
        let names = Set(messages.flatMap { $0.0.referencedIDs.map(\.text) })
        let appeared = Set(
            try await query(
                "SELECT message_id FROM messages WHERE message_id \(in: names.sorted()) AND \(SQL.isAnswerable)"
            ).map { try $0.string("message_id") })
        for (message, key) in messages where message.referencedIDs.contains(where: { appeared.contains($0.text) }) {
            try await planAction(.admitAgain, account: message.location.account, message: key)
            try await write("DELETE FROM unlinked_references WHERE message_key = \(key)")
        }
    }
}

extension [MessageID] {
    /// As stored: the last hundred.
    var storable: String? {
        isEmpty ? nil : suffix(100).map(\.text).joined(separator: " ")
    }

    init(stored: String?) {
        self = (stored ?? "").split(separator: " ").compactMap(MessageID.init)
    }
}
