import Correspondence
import Events
import Outreach
import Testing
import Timing

@testable import Database
@testable import Storage

/// Whoever is erased leaves no trace but a mark that nobody can read, and gets no mail again.
@Suite struct ErasureTests {
    private static let fresh: [UInt8] = [1, 2, 3]
    private static let other = EmailAddress("other@creators.example")!

    private func erase(
        _ person: EmailAddress = StoreScene.creator, from scene: StoreScene, isTrial: Bool = false
    ) async throws -> Erasure {
        try await scene.store.contacts.erase(person, isTrial: isTrial, secretOrElse: Self.fresh)
    }

    private func rows(_ erasure: Erasure) throws -> ErasedRows {
        guard case .done(let rows) = erasure else { throw StorageError(.invalid, "\(erasure)") }
        return rows
    }

    /// Every text of every table.
    private func everything(in scene: StoreScene) async throws -> String {
        try await scene.store.database.read { session in
            let tables = try await session.query(
                .either(
                    postgres:
                        "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema()",
                    sqlite: "SELECT name FROM sqlite_master WHERE type = 'table'")
            ).map { try $0.string("name") }
            #expect(tables.contains("messages"))
            var text = ""
            for table in tables.sorted() {
                let rows = try await session.query(
                    .either(
                        postgres: "SELECT CAST(to_jsonb(t) AS text) AS line FROM \(raw: table) t",
                        sqlite: "SELECT * FROM \(raw: table)"))
                for row in rows { text += "\(table): \(row.values.map(Self.shown))\n" }
            }
            return text
        }
    }

    private static func shown(_ value: SQLValue) -> String {
        if case .bytes(let bytes) = value { String(decoding: bytes, as: UTF8.self) } else { "\(value)" }
    }

    /// A text as it may stand in a dump: PostgreSQL shows bytes in hexadecimal.
    private static func forms(of trace: String) -> [String] {
        [trace, trace.utf8.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()]
    }

    private static let detail = ContactDetail(
        kind: .phone, value: "+4915112345678", zone: .own, range: 0..<14, confidence: 1, why: "", candidates: [])

    @Test(arguments: SQLFixture.both)
    func nothingOfThemIsLeftInAnyTable(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            _ = try await scene.begin()
            let claim = try await scene.ready()
            #expect(try await scene.permit(claim) == nil)
            try await scene.settle(claim, .accepted(reply: "250 queued for \(StoreScene.creator)"))
            _ = try await scene.admit(scene.reply(2), text: "Call me")
            _ = try await scene.decide(.handOff(.contactProvided), contacts: [Self.detail])
            _ = try await scene.admit(scene.reply(3), text: "Hello?")
            try await scene.store.outbox.block(scene, "550 no such user creator@creators.example")
            let trial = try rows(try await erase(from: scene, isTrial: true))
            #expect(trial.conversations == 1)
            #expect(trial.messages == 4)
            #expect(trial.mails == 2)
            #expect(trial.details == 1)
            #expect(try await everything(in: scene).contains("creator@creators.example"), "a trial removes nothing")
            #expect(try rows(try await erase(from: scene)) == trial)
            let left = try await everything(in: scene)
            for trace in ["creator@creators.example", "15112345678", "Call me", "reply-3@", "Hello?"] {
                for form in Self.forms(of: trace) { #expect(!left.contains(form), "\(trace) is left") }
            }
            #expect(left.contains("contact.erased"))
            #expect(try rows(try await erase(from: scene)).messages == 0, "a second time there is nothing left")
        }
    }

    @Test(arguments: SQLFixture.both)
    func aClaimedMailIsRefusedItsDotAndOneThatMayBeLeavingHoldsTheErasureUp(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            _ = try await scene.begin()
            let claim = try await scene.ready()
            #expect(try await scene.permit(claim) == nil)
            let refused = try await erase(from: scene)
            #expect(
                refused == .refused("a mail to it may be leaving at this moment; try again in a quarter of an hour"))
            try await scene.settle(claim, .returned(after: .zero, reason: "no dot", as: .aborted))
            let again = try await scene.ready()
            _ = try rows(try await erase(from: scene))
            #expect(try await scene.permit(again) == "the row is gone")
            try await scene.settle(again, .returned(after: .zero, reason: "the row is gone", as: .aborted))
            #expect(try await scene.claim() == nil)
        }
    }

    @Test(arguments: SQLFixture.both)
    func whatTheyWriteAfterwardsIsSeenAndNotStored(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            _ = try await scene.store.mailboxes.setBaseline(
                scene.account, .inbox, mailbox: "INBOX", uidValidity: 1, lastUID: 0, readUntil: scene.now,
                under: scene.lease)
            let work = try await scene.begin()
            _ = try rows(try await erase(from: scene))
            let before = try await everything(in: scene)
            #expect(try await scene.admit(scene.reply(9), text: "Yes!") == .ignored(.erased))
            var list = scene.reply(10, from: Self.other)
            list.replyTo = StoreScene.creator
            #expect(try await scene.admit(list) == .ignored(.erased))
            #expect(try await !everything(in: scene).contains("reply-9@"))
            #expect(try await scene.store.mailboxes.cursor(of: scene.account, .inbox)?.lastUID == 10)
            #expect(try await scene.store.conversations.record(work) == nil)
            #expect(!before.contains("creator@creators.example"))
        }
    }

    @Test(arguments: SQLFixture.both)
    func ourMailToThemIsNotIndexedAndOneToSeveralNamesTheOthers(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            var both = scene.sent(5, id: MessageID("both@mosaic.test")!)
            both.to.append(Correspondent(address: Self.other))
            _ = try await scene.store.messages.admitSent([both], under: scene.lease)
            _ = try rows(try await erase(from: scene))
            #expect(
                try await scene.store.messages.list(named: MessageID("both@mosaic.test")!).map(\.to) == [Self.other])
            var again = scene.sent(6, id: MessageID("again@mosaic.test")!)
            again.to.append(Correspondent(address: Self.other))
            let alone = scene.sent(7, id: MessageID("alone@mosaic.test")!)
            _ = try await scene.store.messages.admitSent([again, alone], under: scene.lease)
            #expect(
                try await scene.store.messages.list(named: MessageID("again@mosaic.test")!).map(\.to) == [Self.other])
            #expect(try await scene.store.messages.list(named: MessageID("alone@mosaic.test")!).isEmpty)
            #expect(try await !everything(in: scene).contains("creator@creators.example"))
        }
    }

    @Test func anErasureWaitsForWhoeverBringsInAnAddressAndMissesNothing() async throws {
        try await SQLFixture.postgres.withScene { scene in
            let erasure = try await scene.store.database.transaction { session in
                try await session.keepErasuresWaiting()
                _ = try await session.contact(Self.other)
                let erasure = Task.detached { try await erase(Self.other, from: scene) }
                let waiting: SQL =
                    "SELECT 1 AS some FROM pg_locks WHERE locktype = 'advisory' AND NOT granted LIMIT 1"
                while try await session.query(waiting).isEmpty { try await Task.sleep(for: .milliseconds(5)) }
                return erasure
            }
            _ = try rows(try await erasure.value)
            #expect(try await !everything(in: scene).contains(Self.other.key))
        }
    }

    @Test(arguments: SQLFixture.both)
    func noConversationBeginsWithThemUntilAPersonLiftsIt(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let contacts = scene.store.contacts
            _ = try rows(try await erase(from: scene))
            let sequence = try await scene.store.sequences.register(.introduction)
            let creator = Correspondent(address: StoreScene.creator)
            func open() async throws -> ConversationID? {
                try await scene.store.conversations.open(with: creator, from: scene.account, by: sequence)
            }
            #expect(try await open() == nil)
            let refused = try await contacts.unbar(StoreScene.creator, reason: "x", evenAfterOptOut: false)
            #expect(refused == .refused("it was erased, and thereby asked for no more mail"))
            #expect(try await contacts.unbar(Self.other, reason: "x", evenAfterOptOut: true) == .unknown)
            #expect(try await contacts.unbar(StoreScene.creator, reason: "asked", evenAfterOptOut: true) == .done)
            #expect(try await open() != nil)
            #expect(try await erase(StoreScene.team, from: scene) == .refused("it is an account of yours"))
        }
    }
}

extension MailSequence {
    /// Outreach of one mail.
    fileprivate static let introduction = MailSequence(
        name: "introduction", purpose: .outreach, mailsPerConversation: 1,
        steps: [SequenceStep(position: 1, kind: .opening, delay: .zero, subject: "Hello", text: "Hello.")])
}

extension Outbox {
    /// A server said something about the person, and the account waits.
    fileprivate func block(_ scene: StoreScene, _ reason: String) async throws {
        try await database.transaction { session in
            try await session.execute("UPDATE accounts SET block_reason = \(reason) WHERE id = \(scene.account)")
            try await session.record(.accountWaits, account: scene.account, detail: reason)
        }
    }
}
