import Correspondence
import TestServers
import Testing
import Timing

@testable import Database
@testable import Storage

/// A database with a hundred thousand rows in each large table, or another number, and an account that goes on working in it.
struct BusyHistory: Sendable {
    let scene: StoreScene
    private let size: Int

    static func open(
        _ database: PostgresDatabase, _ server: PostgresServer, isAnalysed: Bool, size: Int = 100_000
    ) async throws -> BusyHistory {
        try await Migrator(database, Migration.embedded(for: .postgres)).migrate(buildingIndexes: true)
        let store = Store(database: database)
        _ = try await store.instance.secret(orElse: [1])
        let account = try await store.accounts.register(account: StoreScene.team, displayName: nil, dailyLimit: 500)
        _ = try await store.sequences.register(StoreScene.sequence)
        let rights = try #require(
            try await store.leases.acquireRights(to: account, holder: "test", for: .seconds(3_600)))
        let history = BusyHistory(
            scene: StoreScene(
                store: store, account: account, rights: rights, lease: try #require(rights.watch),
                now: try await store.currentTime()), size: size)
        for statement in history.statements { try await server.psql(statement) }
        if isAnalysed { try await server.psql("ANALYZE") }
        return history
    }

    private var statements: [String] {
        let place = """
            (SELECT min(id) FROM accounts WHERE address LIKE 'bulk%') + i % 50,
            (SELECT min(id) FROM contacts WHERE address LIKE 'bulk%') + i - 1
            """
        let conversation = "(SELECT min(id) FROM email_threads) + i - 1"
        let account = "(SELECT min(id) FROM accounts WHERE address LIKE 'bulk%') + i % 50"
        let all = "FROM generate_series(1, \(size)) i"
        return [
            "INSERT INTO accounts (address, created_at) SELECT 'bulk' || i || '@mosaic.test', now() FROM generate_series(1, 50) i",
            "INSERT INTO contacts (address, created_at) SELECT 'bulk' || i || '@creators.example', now() \(all)",
            """
            INSERT INTO email_threads (account_id, contact_id, message_id, subject, state, next_followup_at, created_at,
                updated_at)
            SELECT \(place), 'root-' || i || '@mosaic.test', 'Hi', CASE WHEN i % 3 = 0 THEN 'in_sequence' ELSE 'with_person' END,
                CASE WHEN i % 3 = 0 THEN now() + interval '20 days' END, now(), now() \(all)
            """,
            """
            INSERT INTO messages (account_id, thread_id, direction, role, uidvalidity, uid, message_id, in_reply_to,
                from_address, to_address, subject, base_subject, received_at, stored_at, state, outcome, source)
            SELECT \(account), \(conversation), CASE WHEN i % 2 = 0 THEN 'inbound' ELSE 'outbound' END,
                CASE WHEN i % 2 = 0 THEN 'inbox' ELSE 'sent' END, 1, i, 'bulk-' || i || '@mosaic.test',
                CASE WHEN i % 2 = 0 THEN 'root-' || i || '@mosaic.test' END, 'bulk' || i || '@creators.example',
                'bulk' || i || '@creators.example', 'Hi', 'hi', now() - interval '1 day', now() - interval '1 day',
                CASE WHEN i % 2 = 0 THEN 'decided' ELSE 'indexed' END, CASE WHEN i % 2 = 0 THEN 'acted' END,
                CASE WHEN i % 2 = 0 THEN '\\x00'::bytea END
            \(all)
            """,
            """
            INSERT INTO outbox (thread_id, account_id, contact_id, sequence_id, step, generation, recipient, due_at, state,
                message_id, planned_at, in_doubt_at, sent_at)
            SELECT \(conversation), \(place), 1, 1, 1, 'bulk' || i || '@creators.example', now() + interval '20 days',
                CASE WHEN i % 3 = 0 THEN 'planned' ELSE 'sent' END,
                CASE WHEN i % 3 <> 0 THEN 'stage-bulk-' || i || '@mosaic.test' END, now(),
                CASE WHEN i % 3 <> 0 THEN now() - interval '1 day' - i * interval '20 seconds' END,
                CASE WHEN i % 3 <> 0 THEN now() - interval '1 day' END
            \(all)
            """,
            """
            INSERT INTO mailbox_actions (account_id, role, action, message_key, state, due_at)
            SELECT \(account), 'inbox', 'mark_handled', (SELECT min(id) FROM messages) + i - 1, 'done', now() \(all)
            """,
            """
            INSERT INTO send_attempts (outbox_id, fence, at, step)
            SELECT (SELECT min(id) FROM outbox) + i - 1, 1, now(), 'accepted' \(all)
            """,
        ]
    }

    /// An outreach, its reply, the decision, the mail, and everything that is asked on the way.
    func liveThrough(_ number: Int) async throws {
        let creator = try #require(EmailAddress("creator-\(number)@creators.example"))
        let outreach = try #require(MessageID("outreach-\(number)@mosaic.test"))
        let uid = UInt32(number) + 1
        _ = try await store.messages.admitSent([scene.sent(2 * uid, id: outreach, to: creator)], under: scene.lease)
        _ = try await store.mailboxes.cursor(of: scene.account, .inbox)
        try await store.mailboxes.countIntakeTry(scene.account, .inbox, at: 2 * uid)
        try await admit(creator, outreach, uid)
        try await decide()
        try await send(number, sentUID: 2 * uid + 1)
        try await settleDown()
    }

    private func admit(_ creator: EmailAddress, _ outreach: MessageID, _ uid: UInt32) async throws {
        let reply = scene.reply(2 * uid, from: creator, naming: outreach)
        var newsletter = scene.reply(2 * uid + 1, from: creator, naming: try #require(MessageID("\(uid)@shop.example")))
        newsletter.gmailThreadID = "77"
        newsletter.subject = "Sale"
        let links = try await store.messages.links(for: [reply, newsletter])
        let link = try #require(links[0])
        #expect(links[1] == nil)
        let outcomes = try await store.messages.admit(
            [
                Admission(
                    reply, .reply(link, source: StoreScene.source("Yes!"), isWhole: true, beforeBaseline: false)),
                Admission(newsletter, .ignored(.notAReply)),
            ], debounce: .zero, under: scene.lease)
        #expect(outcomes?.count == 2)
    }

    private func decide() async throws {
        _ = try await store.conversations.timeToNextDecision()
        let work = try await store.conversations.claimDecisions(limit: 10, by: "test", lease: .seconds(60))
        #expect(work.count == 1)
        let decided = work.map { work in
            DecidedConversation(
                work.conversation, .startSequence,
                on: work.messages.map { DecidedReply(key: $0.key, contacts: [], decision: .startSequence) },
                mayAct: true)
        }
        #expect(try await store.conversations.commit(decided) != [.superseded])
        let conversations = Set(work.map(\.conversation.id))
        _ = try await store.conversations.times(of: conversations)
        _ = try await store.conversations.decisionHolders()
        try await store.conversations.releaseDecisions(heldBy: "another")
    }

    private func send(_ number: Int, sentUID: UInt32) async throws {
        _ = try await store.outbox.timeToNextDue(of: [scene.account])
        _ = try await store.outbox.timeToNextClaim(of: [scene.account])
        let claim = try #require(try await scene.claim())
        let id = try #require(MessageID("stage-\(number)@mosaic.test"))
        #expect(try await store.outbox.keep(RenderedMail(messageID: id, bytes: [1]), for: claim))
        #expect(try await scene.permit(claim) == nil)
        try await scene.settle(claim, .accepted(reply: "250 ok"))
        _ = try await store.messages.admitSent([scene.sent(sentUID, id: id, to: claim.recipient)], under: scene.lease)
        _ = try await store.outbox.sentLastDay(of: [scene.account])
        _ = try await store.outbox.doubtful(of: [scene.account])
    }

    private func settleDown() async throws {
        for role in [MailboxRole.inbox, .sent] {
            let due = try await store.mailboxes.agenda(of: scene.account, role).due
            try await store.mailboxes.finish(due.map { FinishedAction($0, detail: "done") })
        }
        _ = try await store.mailboxes.inboxLook(of: scene.account, uidValidity: 1)
        _ = try await store.mailboxes.sentLook(of: scene.account)
        #expect(try await store.leases.renew(scene.rights.leases, for: .seconds(3_600)))
    }

    private var store: Store { scene.store }
}
