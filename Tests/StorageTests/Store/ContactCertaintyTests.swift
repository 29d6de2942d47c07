import Correspondence
import Testing

@testable import Database
@testable import Storage

/// What was found in a reply is kept with how sure it is, and what a number without a country may be.
@Suite struct ContactCertaintyTests {
    private static let unresolved = ContactDetail(
        kind: .whatsapp, value: "0917 765 4321", zone: .own, range: 3..<16, confidence: 0.5,
        why: "nothing says in which country",
        candidates: [.init(region: "PH", value: "+639177654321"), .init(region: "NG", value: "+2349177654321")])
    private static let known = ContactDetail(
        kind: .phone, value: "+447400123377", zone: .own, range: 20..<33, confidence: 0.97, why: "calling code")

    @Test(arguments: SQLFixture.both)
    func aNumberWithoutACountryWaitsForAPersonWithItsCandidates(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            try await scene.admit(scene.reply())
            try await scene.decide(.handOff(.contactProvided), contacts: [Self.unresolved])
            let handoff = try #require(try await scene.store.handoffs.list(onlyOpen: true, limit: 10).first)
            #expect(handoff.contacts == [Self.unresolved])
            #expect(handoff.contacts.first?.isResolved == false)
            let conversation = try #require(try await scene.store.conversations.ids(with: StoreScene.creator).first)
            let story = try #require(try await scene.store.conversations.story(of: conversation))
            #expect(story.messages.last?.contacts == [Self.unresolved])
            // It is nobody's number before a person said whose.
            #expect(try await scene.phone() == nil)
        }
    }

    @Test(arguments: SQLFixture.both)
    func aNumberThatIsCertainIsTheContacts(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            try await scene.admit(scene.reply())
            try await scene.decide(.handOff(.contactProvided), contacts: [Self.unresolved, Self.known])
            #expect(try await scene.phone() == "+447400123377")
        }
    }

    /// What an older program wrote is certain.
    @Test(arguments: SQLFixture.both)
    func aRowOfAnOlderProgramIsCertain(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            try await scene.admit(scene.reply())
            try await scene.decide(.handOff(.contactProvided))
            try await scene.store.database.transaction { session in
                try await session.execute(
                    """
                    INSERT INTO contact_details (message_key, thread_id, kind, value, zone, start_offset, end_offset)
                    SELECT id, thread_id, 'phone', '+447400123377', 'own', 0, 13 FROM messages
                    WHERE thread_id IS NOT NULL AND direction = 'inbound'
                    """)
            }
            let contacts = try await scene.store.handoffs.list(onlyOpen: true, limit: 10).flatMap(\.contacts)
            #expect(contacts.map(\.confidence) == [1])
            #expect(contacts.map(\.candidates) == [[]])
        }
    }
}

extension StoreScene {
    fileprivate func phone() async throws -> String? {
        try await store.database.read { session in
            try await session.first("SELECT phone FROM contacts WHERE address = \(Self.creator.key)")
                .flatMap { try $0.optionalString("phone") }
        }
    }
}
