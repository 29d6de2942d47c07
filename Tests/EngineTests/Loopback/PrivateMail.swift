import Correspondence
import PostOffice
import Settings
import Storage
import Testing

/// A mailbox that does more than outreach: only what went to several people is answered.
@Suite(.fewAtATime) struct PrivateMail {
    private static let threads = [
        (
            "weber@tax.example", "VAT return Q3",
            "Dear Mr Weber,\n\nthe figures for the third quarter are attached. Is that all?\n\nAnna"
        ),
        ("mum@family.example", "Sunday lunch", "Hi Mum,\n\nshall we come over on Sunday, around one?\n\nLove, Anna"),
        (
            "jo@acme.example", "Proposal for ACME",
            "Hi Jo,\n\nhere is what we talked about on the phone. What do you think of it?\n\nAnna"
        ),
        (
            "home@flats.example", "Lease",
            "Hello,\n\nwe would like to stay for another two years. Would that be possible?\n\nAnna"
        ),
        ("lee@jobs.example", "Interview", "Hi Lee,\n\nwould Thursday at ten suit you? It takes half an hour.\n\nAnna"),
    ]

    @Test func aFreshUsersPrivateThreadsAreLeftAloneAndTheirOutreachIsAnswered() async throws {
        let world = try await LoopbackScene.open { _ in }
        let letters = Self.threads.map { world.letter(to: $0.0, $0.1, $0.2) }
        let merge = ["ann", "bob", "cid", "dan"].map { name in
            world.letter(
                to: "\(name)@creators.example", "Collaboration with \(name)",
                "Hi \(name),\n\nwould you like to try our product in a video?")
        }
        for letter in letters + merge { try world.fileSent(letter) }
        try await world.watching(change: { $0.outreach = .similar }) { mosaic in
            let replies = letters.map { $0.reply("Yes, sounds great, count me in!") }
            for reply in replies { try world.deliver(reply) }
            try world.deliver(merge[1].reply(Scene.interested))
            _ = try await eventually("the outreach answered") { world.accepted == 1 ? true : nil }
            #expect(world.accepted(for: "bob@creators.example") == 1)
            for reply in replies {
                let id = try #require(MessageID(reply.id))
                let known = try await eventually("the reply \(id) read") {
                    try await mosaic.store.messages.list(named: id).first
                }
                #expect(known.decision == "ignore: not_outreach")
                #expect(known.from == nil && known.to == nil && known.subject.isEmpty, "nothing of it is kept")
            }
            #expect(world.accepted == 1)
        }
    }

    /// Nothing is kept of mail that lies elsewhere and concerns nobody: it is looked for once more.
    @Test func aFiledReplyThatCameBeforeTheSecondMailIsAnsweredThen() async throws {
        let world = try await LoopbackScene.open { _ in }
        try await world.watching(
            change: { ($0.outreach, $0.pollingInterval) = (.similar, .seconds(1)) }
        ) { mosaic in
            let uid = try world.reply(Scene.interested, into: .drafts)
            try world.move(uid, from: .drafts, to: .named("Creators"))
            let account = try #require(try await mosaic.store.accounts.all().first)
            _ = try await eventually("the folder looked into") {
                try await mosaic.store.mailboxes.others(of: account.id)["Creators"].flatMap {
                    $0.nextUID > 1 && $0.tries == .none ? true : nil
                }
            }
            #expect(world.accepted == 0)
            try world.fileSent(
                world.letter(
                    to: "ann@creators.example", "Collaboration with your channel",
                    "Hi Ann,\n\nwould you like to try our product in a video?"))
            _ = try await mosaic.story(world, "mail 1 sent") { $0.sent.count == 1 }
            #expect(world.accepted == 1)
            let others = try await mosaic.store.mailboxes.others(of: account.id)
            #expect(others["Creators"]?.looksAgain == 0)
        }
    }

    @Test func aReplyThatCameBeforeTheSecondMailIsAnsweredThen() async throws {
        let world = try await LoopbackScene.open { _ in }
        try await world.watching(change: { $0.outreach = .similar }) { mosaic in
            let reply = world.outreach.reply(Scene.interested)
            try world.deliver(reply)
            let id = try #require(MessageID(reply.id))
            _ = try await eventually("the reply read") { try await mosaic.store.messages.list(named: id).first }
            #expect(world.accepted == 0)
            try world.fileSent(
                world.letter(
                    to: "ann@creators.example", "Collaboration with your channel",
                    "Hi Ann,\n\nwould you like to try our product in a video?"))
            _ = try await mosaic.story(world, "mail 1 sent") { $0.sent.count == 1 }
            #expect(world.accepted == 1)
        }
    }
}
