import Correspondence
import Testing

@testable import Storage

/// What our own mails said is at hand when a reply is decided.
@Suite struct OwnTextTests {
    @Test(arguments: SQLFixture.both)
    func theTextOfAMailInSentIsKeptOnceAndComesWithTheDecision(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let reply = scene.reply()
            let link = try #require(try await scene.store.messages.link(for: reply))
            let unread = try await scene.store.messages.unreadSentMails(answeredBy: [link], of: scene.account)
            #expect(unread.map(\.uid) == [1])
            try await scene.store.messages.keepOwnTexts([unread[0].key: "Would you try it?"])
            #expect(try await scene.store.messages.unreadSentMails(answeredBy: [link], of: scene.account).isEmpty)
            try await scene.admit(reply)
            let work = try #require(
                try await scene.store.conversations.claimDecisions(limit: 1, by: "test", lease: .seconds(60)).first)
            #expect(work.ownMails == [.text("Would you try it?")])
        }
    }

    /// A person's own answer in the conversation, and nothing that Mosaic sent itself.
    @Test(arguments: SQLFixture.both)
    func onlyWhatPeopleSentIsAskedForInSent(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            _ = try await scene.begin()
            let claim = try await scene.ready()
            #expect(try await scene.permit(claim) == nil)
            try await scene.settle(claim, .accepted(reply: "250 ok"))
            let answer = MessageID("answer@mosaic.test")!
            _ = try await scene.store.messages.admitSent(
                [
                    scene.sent(2, id: StoreScene.mail(1)),
                    scene.sent(3, id: answer, inReplyTo: MessageID("reply-1@creators.example")),
                ], under: scene.lease)
            let later = scene.reply(2, naming: StoreScene.mail(1))
            let link = try #require(try await scene.store.messages.link(for: later))
            let unread = try await scene.store.messages.unreadSentMails(answeredBy: [link], of: scene.account)
            #expect(Set(unread.map(\.uid)) == [1, 3])
            try await scene.admit(later)
            let work = try #require(
                try await scene.store.conversations.claimDecisions(limit: 1, by: "test", lease: .seconds(60)).first)
            #expect(work.ownMails == [.rendered(Array("stage 1".utf8))])
        }
    }
}
