import Correspondence
import Testing
import Timing

@testable import Database
@testable import Storage

/// What closes one gate of a due mail, as the database holds it.
struct GateRows: Sendable, CustomTestStringConvertible {
    let gate: Gate
    let name: String
    /// The mails that the gate may keep back.
    let purposes: [Purpose]
    let policy: SendPolicy
    let write: @Sendable (StoreScene, MailID) async throws -> Void

    var testDescription: String { name.isEmpty ? gate.rawValue : "\(gate.rawValue), \(name)" }

    init(
        _ gate: Gate, _ name: String = "", of purposes: [Purpose] = Purpose.allCases,
        under policy: SendPolicy = StoreScene.policy,
        _ write: @escaping @Sendable (StoreScene, MailID) async throws -> Void
    ) {
        self.gate = gate
        self.name = name
        self.purposes = purposes
        self.policy = policy
        self.write = write
    }
}

extension GateRows {
    private static let stranger = EmailAddress("stranger@third.example")!

    static let all = ofPeople + ofMails + ofAccounts

    private static let ofPeople: [GateRows] = [
        GateRows(.neverAnswer, under: SendPolicy(neverAnswer: NeverAnswer(domains: ["creators.example"]))) { _, _ in },
        GateRows(.contact) { scene, _ in
            try await scene.run(
                """
                UPDATE contacts SET suppressed_at = \(SQL.now), suppressed_reason = 'manual'
                WHERE address = \(StoreScene.creator.key)
                """)
        },
        GateRows(.contact, "its domain") { scene, _ in
            try await scene.run(
                "INSERT INTO suppressed_domains (domain, added_at) VALUES ('creators.example', \(SQL.now))")
        },
        GateRows(.declined, of: [.outreach]) { scene, _ in _ = try await scene.another(.completed) },
        GateRows(.conversation) { scene, mail in
            try await scene.run(
                """
                UPDATE email_threads SET state = 'with_person'
                WHERE id = (SELECT thread_id FROM outbox WHERE id = \(mail))
                """)
        },
        GateRows(.answered, of: [.outreach]) { scene, _ in
            try await scene.admit(scene.reply(9))
            try await scene.run(
                "UPDATE messages SET state = 'decided', outcome = 'handed_off' WHERE state = 'pending'")
            try await scene.run("UPDATE email_threads SET decide_after = NULL")
        },
        GateRows(.talk, of: [.outreach]) { scene, _ in _ = try await scene.another(.withPerson) },
        GateRows(.undecided) { scene, _ in try await scene.admit(scene.reply(9)) },
        GateRows(.contactCap) { scene, mail in
            try await scene.leave(20, like: mail, ago: .seconds(2 * 86_400), in: scene.another())
        },
        GateRows(.contactPause) { scene, mail in
            try await scene.leave(1, like: mail, ago: .seconds(3_600), in: scene.another())
        },
    ]

    private static let ofMails: [GateRows] = [
        GateRows(.campaign, "paused", of: [.outreach]) { scene, _ in
            try await scene.run("UPDATE campaigns SET state = 'paused'")
        },
        GateRows(.campaign, "edited", of: [.outreach]) { scene, _ in
            try await scene.run("UPDATE campaigns SET version = version + 1")
        },
        GateRows(.lead, of: [.outreach]) { scene, _ in
            try await scene.run("UPDATE campaign_leads SET state = 'held', reason = 'by a person'")
        },
        GateRows(.due) { scene, mail in
            try await scene.run(
                "UPDATE outbox SET due_at = \(SQL.now) + \(Duration.seconds(60)) WHERE id = \(mail)")
        },
        GateRows(.window, of: [.outreach]) { scene, mail in
            try await scene.run("UPDATE outbox SET leave_until = \(SQL.now) WHERE id = \(mail)")
        },
        GateRows(.pacing, of: [.outreach]) { scene, mail in
            try await scene.run("UPDATE campaigns SET gap_min_seconds = 600, gap_max_seconds = 600")
            try await scene.run("UPDATE outbox SET gap_seconds = 600 WHERE id = \(mail)")
            try await scene.leave(1, like: mail, ago: .seconds(90), in: scene.another(with: stranger))
        },
        GateRows(.conversationCap) { scene, mail in
            try await scene.leave(20, like: mail, ago: .seconds(2 * 86_400))
        },
    ]

    private static let ofAccounts: [GateRows] = [
        GateRows(.installation) { scene, _ in try await scene.store.instance.stopSending(reason: "by a person") },
        GateRows(.account, "observes") { scene, _ in
            try await scene.store.accounts.setState(.observe, of: scene.account)
        },
        GateRows(.account, "has no way out") { scene, _ in
            try await scene.run("UPDATE accounts SET outlet = 'none'")
        },
        GateRows(.rival) { scene, _ in try await scene.run("UPDATE accounts SET rival = 'ab12'") },
        GateRows(.accountPause) { scene, _ in
            try await scene.store.accounts.pause(scene.account, until: scene.now + .seconds(3_600), reason: "tired")
        },
        GateRows(.accountFailure) { scene, _ in
            try await scene.store.accounts.wait([scene.account], for: .seconds(3_600), failures: 1, reason: "421")
        },
        GateRows(.bounces) { scene, mail in
            try await scene.leave(
                5, like: mail, ago: .seconds(3_600), in: scene.another(with: stranger), isBounced: true)
        },
        GateRows(.dailyLimit) { scene, _ in try await scene.run("UPDATE accounts SET daily_limit = 0") },
        GateRows(.spacing) { scene, _ in
            try await scene.run("UPDATE accounts SET next_send_at = \(SQL.now) + \(Duration.seconds(3_600))")
        },
        GateRows(.spacing, "by the settings", under: SendPolicy(spacing: .seconds(3_600))) { scene, mail in
            try await scene.leave(1, like: mail, ago: .seconds(90), in: scene.another(with: stranger))
        },
        GateRows(.burst, under: SendPolicy(burstPerMinute: 1)) { scene, mail in
            try await scene.leave(1, like: mail, ago: .zero, in: scene.another(with: stranger))
        },
    ]
}

extension StoreScene {
    /// A due mail with nothing against it.
    func due(_ purpose: Purpose) async throws -> MailID {
        switch purpose {
        case .outreach: return try await planMail(of: campaign())
        case .answer:
            let conversation = try await begin()
            return try #require(try await store.outbox.list(in: [.planned], of: conversation, limit: 1).first).id
        }
    }

    /// A further conversation.
    fileprivate func another(
        _ state: ConversationState = .awaitingReply, with address: EmailAddress = creator
    ) async throws -> ConversationID {
        try await store.database.transaction { session in
            let contact = try await session.contact(address)
            let conversation = try await session.begin(
                ConversationBeginning(account: account, contact: contact, subject: "Another"))
            try await session.execute("UPDATE email_threads SET state = \(state) WHERE id = \(conversation)")
            return conversation
        }
    }

    /// Mails that left before, of the same account and purpose.
    ///
    /// - Parameter conversation: nil for that of the mail itself.
    fileprivate func leave(
        _ count: Int, like mail: MailID, ago span: Duration, in conversation: ConversationID? = nil,
        isBounced: Bool = false
    ) async throws {
        let at: SQL = "\(SQL.now) - \(span)"
        let place: SQL = conversation.map { "\($0)" } ?? "o.thread_id"
        for number in 1...count {
            try await run(
                """
                INSERT INTO outbox (thread_id, account_id, contact_id, sequence_id, step, generation, recipient, purpose,
                    due_at, planned_at, state, in_doubt_at, sent_at, bounced_at)
                SELECT t.id, o.account_id, t.contact_id, o.sequence_id, \(raw: "\(number)"), 99, c.address, o.purpose,
                    \(at), \(at), 'sent', \(at), \(at), \(isBounced ? at : "NULL")
                FROM outbox o JOIN email_threads t ON t.id = \(place) JOIN contacts c ON c.id = t.contact_id
                WHERE o.id = \(mail)
                """)
        }
    }
}
