import Correspondence
import Outreach
import Postgres
import Testing
import Timing

@testable import Database
@testable import Storage

/// Mails of one account that are claimed together, and their copies in Sent that are indexed together.
@Suite struct WindowTests {
    /// A conversation with another creator, whose first answer is due.
    private func begin(_ number: Int, _ scene: StoreScene) async throws {
        let creator = try #require(EmailAddress("creator-\(number)@creators.example"))
        let outreach = try #require(MessageID("outreach-\(number)@mosaic.test"))
        let mail = scene.sent(UInt32(10 + number), id: outreach, to: creator)
        _ = try await scene.store.messages.admitSent([mail], under: scene.lease)
        _ = try await scene.admit(scene.reply(UInt32(number), from: creator, naming: outreach))
        try await scene.decide(.startSequence)
    }

    private func claims(_ scene: StoreScene, window: Int) async throws -> [MailClaim] {
        try await scene.store.outbox.claimDue(
            of: [scene.account], limit: 1, window: window, lease: .seconds(300), policy: StoreScene.policy)
    }

    @Test(arguments: SQLFixture.both)
    func answersAreClaimedTogetherAndOutreachByItself(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let sequence = try await scene.store.sequences.register(SequenceTests.sevenSteps(.outreach))
            for person in ["ann", "bob"] {
                let address = try #require(EmailAddress("\(person)@creators.example"))
                _ = try await scene.store.conversations.open(
                    with: Correspondent(address: address), from: scene.account, by: sequence)
            }
            for number in 2...4 { try await begin(number, scene) }
            let first = try await claims(scene, window: 2)
            #expect(first.map(\.recipient.localPart) == ["creator-2", "creator-3"])
            #expect(first.allSatisfy { $0.obstacle == nil })
            #expect(try await claims(scene, window: 2).map(\.recipient.localPart) == ["creator-4"])
            #expect(try await claims(scene, window: 2).map(\.purpose) == [.outreach])
            #expect(try await claims(scene, window: 2).count == 1)
            #expect(try await claims(scene, window: 2).isEmpty)
        }
    }

    /// Each account has its turn, whatever the size of a window.
    @Test(arguments: SQLFixture.both)
    func theLimitCountsAccounts(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let store = scene.store
            let sequence = try await store.sequences.register(SequenceTests.sevenSteps(.outreach))
            let other = try await store.accounts.register(
                account: try #require(EmailAddress("other@mosaic.test")), displayName: nil, dailyLimit: 500,
                hasInbox: false)
            let person = try #require(EmailAddress("ann@creators.example"))
            _ = try await store.conversations.open(with: Correspondent(address: person), from: other, by: sequence)
            for number in 2...3 { try await begin(number, scene) }
            let claims = try await store.outbox.claimDue(
                of: [scene.account, other], limit: 1, window: 5, lease: .seconds(300), policy: StoreScene.policy)
            #expect(Set(claims.map(\.account)).count == 1)
            let rest = try await store.outbox.claimDue(
                of: [scene.account, other], limit: 2, window: 5, lease: .seconds(300), policy: StoreScene.policy)
            #expect(claims.count + rest.count == 3)
        }
    }

    // MARK: Copies in Sent

    /// Answers to so many creators, in doubt.
    private func doubtful(_ scene: StoreScene, _ numbers: ClosedRange<Int>) async throws -> [MailClaim] {
        for number in numbers { try await begin(number, scene) }
        let claims = try await claims(scene, window: numbers.count)
        for claim in claims {
            let mail = RenderedMail(messageID: Self.id(claim), bytes: [1])
            #expect(try await scene.store.outbox.keep(mail, for: claim))
            #expect(try await scene.permit(claim) == nil)
        }
        return claims
    }

    private static func id(_ claim: MailClaim) -> MessageID { MessageID("mail-\(claim.id)@mosaic.test")! }

    private func copies(of claims: [MailClaim], above uid: UInt32, _ scene: StoreScene) -> [IncomingMessage] {
        claims.enumerated().map { number, claim in
            scene.sent(uid + UInt32(number), id: Self.id(claim), to: claim.recipient)
        }
    }

    @Test(arguments: SQLFixture.both)
    func copiesThatComeTogetherShowThatTheirMailsLeft(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let claims = try await doubtful(scene, 2...4)
            var lying = copies(of: claims, above: 50, scene)
            // The server filed one of them twice, and a person wrote beside them.
            lying.append(scene.sent(60, id: Self.id(claims[0]), to: claims[0].recipient))
            let own = try #require(MessageID("by-hand@mosaic.test"))
            lying.append(
                scene.sent(61, id: own, inReplyTo: MessageID("reply-3@creators.example"), to: claims[1].recipient))
            let result = try #require(try await scene.store.messages.admitSent(lying, under: scene.lease))
            #expect(result.found == claims.map(\.id) + [claims[0].id])
            #expect(result.answeredByPerson == [claims[1].conversation])
            for claim in claims { #expect(try await scene.state(of: claim) == .sent) }
            #expect(try await scene.mails(of: claims[0].conversation) == [.sent, .planned])
            #expect(try await scene.mails(of: claims[1].conversation) == [.sent, .cancelled])
            let steps = try await scene.store.outbox.steps(of: claims.map(\.id))
            #expect(steps.count { $0.step == .evidence } == 3)
            #expect(try await scene.store.messages.list(named: Self.id(claims[0])).count == 2)
            // They come again after the server has renumbered its mail.
            let again = lying.map { copy in
                var copy = copy
                copy.location = MessageLocation(
                    account: scene.account, role: .sent, uidValidity: 2, uid: copy.location.uid)
                return copy
            }
            let second = try #require(try await scene.store.messages.admitSent(again, under: scene.lease))
            #expect(second.answeredByPerson.isEmpty)
            #expect(try await scene.mails(of: claims[0].conversation) == [.sent, .planned])
        }
    }

    /// What the server has filed need not be looked for again.
    @Test(arguments: SQLFixture.both)
    func aCopyThatTheServerFiledIsNotFiledAgain(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let claim = try await doubtful(scene, 2...2)[0]
            try await scene.settle(claim, .accepted(reply: "250 ok"))
            #expect(try await scene.store.mailboxes.agenda(of: scene.account, .sent).next != nil)
            let result = try await scene.store.messages.admitSent(
                copies(of: [claim], above: 50, scene), under: scene.lease)
            #expect(result?.found == [claim.id])
            #expect(result?.clearsDoubt == false)
            #expect(try await scene.store.mailboxes.agenda(of: scene.account, .sent).next == nil)
            let actions = try await scene.store.conversations.story(of: claim.conversation)?.mailboxActions ?? []
            #expect(actions.first { $0.kind == .fileSentCopy }?.detail == "filed by the server")
        }
    }

    /// The statements of many copies are those of one.
    @Test func manyCopiesCostNoMoreThanOne() async throws {
        try await SQLFixture.postgres.withScene { scene in
            let database = try #require(scene.store.database as? PostgresDatabase)
            let claims = try await doubtful(scene, 2...9)
            let copies = copies(of: claims, above: 50, scene)
            let before = database.traffic
            _ = try await scene.store.messages.admitSent(Array(copies.prefix(1)), under: scene.lease)
            let one = database.traffic
            _ = try await scene.store.messages.admitSent(Array(copies.dropFirst()), under: scene.lease)
            let rest = database.traffic
            #expect((rest - one).statements == (one - before).statements)
            #expect((rest - one).roundTrips == (one - before).roundTrips)
            for claim in claims { #expect(try await scene.state(of: claim) == .sent) }
        }
    }
}
