import Correspondence
import Testing
import Timing

@testable import Database
@testable import Storage

@Suite struct LinkingTests {
    @Test(arguments: SQLFixture.both)
    func referencesComeBeforeGmailsThreadAndTheSubjectComesLast(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            var gmail = scene.sent(2, id: MessageID("gmail@mosaic.test")!)
            (gmail.gmailThreadID, gmail.subject) = ("77", "Another")
            _ = try await scene.store.messages.admitSent([gmail], under: scene.lease)
            var message = scene.reply()
            message.gmailThreadID = "77"
            #expect(try await scene.store.messages.link(for: message)?.linkage == .references)
            message.inReplyTo = []
            #expect(try await scene.store.messages.link(for: message)?.linkage == .gmailThread)
            message.gmailThreadID = nil
            #expect(try await scene.store.messages.link(for: message)?.linkage == .subject)
            message.subject = "Something else"
            #expect(try await scene.store.messages.link(for: message) == nil)
            #expect(
                try await scene.store.messages.link(for: message, returned: StoreScene.outreach)?.linkage
                    == .returnedPart)
        }
    }

    @Test(arguments: SQLFixture.both)
    func theSameSubjectFromAnybodyElseLinksNothing(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            var message = scene.reply(1, from: EmailAddress("x@shop.example")!)
            message.inReplyTo = []
            let link = try await scene.store.messages.link(for: message)
            #expect(link == nil)
        }
    }

    @Test(arguments: SQLFixture.both)
    func aMailOfOursNamesItsConversation(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let conversation = try await scene.begin()
            _ = try await scene.ready()
            let link = try await scene.store.messages.link(for: scene.reply(2, naming: StoreScene.mail(1)))
            #expect(link?.conversation == conversation)
        }
    }
}
