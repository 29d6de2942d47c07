import Correspondence
import Events
import Testing
import Timing

@testable import Database
@testable import Storage

@Suite struct UserTests {
    @Test(arguments: SQLFixture.both)
    func aSessionLastsUntilItIsEndedOrItsUserIsGone(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let users = scene.store.users
            #expect(try await users.add("anna", password: "hash", role: .admin, onlyFirst: true))
            #expect(try await !users.add("eve", password: "hash", role: .admin, onlyFirst: true))
            #expect(try await !users.add("anna", password: "hash", role: .user))
            #expect(try await users.add("ben", password: "hash", role: .user))
            let ben = try #require(try await users.find("ben")?.user)
            for token in [[1], [2], [3]] as [[UInt8]] { try await users.openSession(of: ben.id, token: token) }
            #expect(try await users.session([1])?.name == "ben")
            try await users.closeSession([1])
            #expect(try await users.session([1]) == nil)
            #expect(try await users.session([2])?.role == .user)
            try await users.setPassword("other", of: ben.id)
            #expect(try await users.session([2]) == nil)
            try await users.openSession(of: ben.id, token: [4])
            #expect(try await users.remove(ben.id) == .done)
            #expect(try await users.session([4]) == nil)
            let anna = try #require(try await users.list().first)
            #expect(try await users.remove(anna.id) == .refused("somebody must be left who may add people"))
            #expect(try await users.remove(ben.id) == .unknown)
        }
    }

    @Test(arguments: SQLFixture.both)
    func failedLoginsWaitTwiceAsLongEachTime(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let users = scene.store.users
            var waits: [Int] = []
            for _ in 1...7 {
                try await users.noteLoginFailure(["name:anna", "address:192.0.2.1"])
                waits.append(Int((try await users.loginBlock(["name:anna"]) ?? .zero).inSeconds.rounded()))
            }
            #expect(waits == [0, 0, 0, 0, 2, 4, 8])
            #expect(try await users.loginBlock(["address:192.0.2.1", "name:eve"]) != nil)
            #expect(try await users.loginBlock(["name:eve"]) == nil)
            try await users.forgetLoginFailures(["name:anna"])
            #expect(try await users.loginBlock(["name:anna"]) == nil)
        }
    }

    @Test(arguments: [SQLFixture.postgres, .sqliteMemory])
    func whoActsAtTheDeskStandsInTheAudit(_ fixture: SQLFixture) async throws {
        try await fixture.withConversation { store, conversation in
            try await store.decide(conversation, .handOff(.clarification))
            let outcome = try await ActingPerson.$name.withValue("anna") {
                try await store.conversations.decline(conversation)
            }
            #expect(outcome == .done)
            let events = try await store.audit.events(of: conversation)
            #expect(events.last?.event == .conversationDeclined && events.last?.actor == "anna")
            #expect(events.first?.actor == nil, "what the engine did is nobody's")
            #expect(try await store.handoffs.list(onlyOpen: false, limit: 1).first?.closedBy == "anna")
            #expect(try await store.conversations.record(conversation)?.state == .completed)
            #expect(try await store.audit.latest(limit: 1).first?.id == events.last?.id)
        }
    }

    @Test(arguments: [SQLFixture.postgres, .sqliteMemory])
    func aBarredContactGetsNothingMore(_ fixture: SQLFixture) async throws {
        try await fixture.withConversation { store, conversation in
            let mail = try await store.begin(conversation)
            let contact = try #require(try await store.conversations.record(conversation)).contact
            #expect(try await store.contacts.bar(contact, reason: "asked by telephone") == .done)
            #expect(try await store.outbox.record(mail)?.state == .cancelled)
            let record = try #require(try await store.conversations.record(conversation))
            #expect(record.state == .stopped && record.suppressedReason == "manual")
            #expect(try await store.contacts.bar(contact, reason: "again") == .refused("no mail goes to it already"))
            #expect(
                try await store.conversations.decline(conversation) == .refused("no mail goes to its contact any more"))
            #expect(try await store.contacts.unbar(contact, reason: "a mistake", evenAfterOptOut: false) == .done)
        }
    }

    @Test(arguments: [SQLFixture.postgres, .sqliteMemory])
    func aCorrectionIsKeptOnceForEachReply(_ fixture: SQLFixture) async throws {
        try await fixture.withConversation { store, conversation in
            let unread = try await store.corrections.correct(conversation, to: .interested)
            #expect(unread == .refused("no reply of it has been read"))
            try await store.decide(conversation, .handOff(.clarification))
            #expect(try await store.corrections.correct(conversation, to: .interested) == .done)
            #expect(try await store.corrections.correct(conversation, to: .notInterested) == .done)
            #expect(try await store.corrections.list(limit: 9).map(\.label) == [.notInterested])
            #expect(try await store.corrections.correct(ConversationID(rawValue: 999), to: .interested) == .unknown)
        }
    }
}
