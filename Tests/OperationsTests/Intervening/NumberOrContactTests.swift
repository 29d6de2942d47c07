import Correspondence
import Storage
import Testing

@testable import Operations

/// People name a conversation by whoever it is with.
@Suite struct NumberOrContactTests {
    private typealias Conversation = NumberOrContact<Entity.Conversation>
    private typealias Handoff = NumberOrContact<Entity.Handoff>

    @Test func aNumberOrAnAddressIsUnderstoodAndNothingElse() {
        #expect(Conversation("5") == .number(ConversationID(rawValue: 5)))
        #expect(Conversation("ann@creators.example") == .contact(EmailAddress("ann@creators.example")!))
        for nonsense in ["0", "-1", "ann", ""] { #expect(Conversation(nonsense) == nil) }
    }

    @Test func anAddressMeansTheOneConversationOrHandoffWithIt() async throws {
        try await Desk.with { desk in
            try await desk.decide(.handOff(.clarification))
            let acts = Interventions(desk.store)
            #expect(try await Conversation.contact(Desk.creator).resolved(in: desk.store) == desk.conversation)
            let closed = try await acts.close(Handoff.contact(Desk.creator))
            #expect(closed.sentence.contains("is closed"))
            let nothing = await #expect(throws: OperationFailure.self) {
                try await acts.close(Handoff.contact(Desk.creator))
            }
            #expect(nothing?.description == "creator@creators.example has no handoff that is open.")
            _ = try await acts.resume(Conversation.contact(Desk.creator))
            let again = await #expect(throws: OperationFailure.self) {
                try await acts.resume(Conversation.contact(Desk.creator))
            }
            #expect(again?.description.contains("no conversation in the state with_person") == true)
        }
    }
}
