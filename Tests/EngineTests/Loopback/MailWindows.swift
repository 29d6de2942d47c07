import Correspondence
import PostOffice
import Storage
import Testing
import Timing

import func TestServers.crlf

/// Answers of one account that go out one after another behind one look at its mailboxes.
@Suite(.fewAtATime) struct MailWindows {
    /// Creators who were written to and answer, all at once.
    private func everybodyAnswers(_ world: LoopbackScene, _ creators: ClosedRange<Int>) throws {
        let letters = creators.map { number in
            Letter(
                from: world.team, to: ["creator\(number)@creators.example"], subject: "Collaboration \(number)",
                id: Letter.freshID(at: "mosaic.test"), text: "Hi,\n\nwould you like to?")
        }
        let now = SystemWallClock().now
        let team = world.team
        try world.office.change { office throws(PostOfficeError) in
            for letter in letters {
                _ = try office.append(crlf(letter.bytes), to: .sent, of: team, flags: [.seen], at: now)
            }
        }
        let replies = letters.map { crlf($0.reply(Scene.interested).bytes) }
        try world.office.change { office throws(PostOfficeError) in
            for reply in replies { _ = try office.deliver(reply, to: team, into: .inbox, at: now) }
        }
    }

    /// What ends a window is tried again, and what stood behind it leaves without it.
    @Test func theMailsBehindOneThatDoesNotLeaveAreNotLost() async throws {
        let refused = "creator3@creators.example"
        let world = try await LoopbackScene.open {
            $0.add(.reply(SubmissionReply(450, "4.2.1 the mailbox is busy")), at: .recipient, for: refused, times: nil)
        }
        try await world.watching { mosaic in
            try everybodyAnswers(world, 1...6)
            _ = try await eventually("five have left", within: .seconds(60)) { world.accepted >= 5 ? true : nil }
            for number in [1, 2, 4, 5, 6] { #expect(world.accepted(for: "creator\(number)@creators.example") == 1) }
            let address = try #require(EmailAddress(refused))
            let conversation = try #require(try await mosaic.store.conversations.ids(with: address).first)
            // Its refusal is noted after the others have left, and each of its later tries claims it again for a moment.
            _ = try await eventually("the refused mail is planned again") {
                let story = try await mosaic.store.conversations.story(of: conversation)
                let wasRefused = story?.attempts.map(\.step).contains(.failed) == true
                return wasRefused && story?.followUps.map(\.state) == [.planned] ? true : nil
            }
            #expect(world.accepted(for: refused) == 0)
        }
    }

    /// A person answers while the mails before theirs are on their way: what was read before the window does not count.
    /// Each mail takes so long that all are planned behind the first, and that each begins with a look of its own.
    @Test func whoIsAnsweredMeanwhileGetsNoMail() async throws {
        let world = try await LoopbackScene.open { $0.add(.delay(.seconds(6)), at: .message, times: nil) }
        try await world.watching { mosaic in
            try everybodyAnswers(world, 1...4)
            let last = try await eventually("one waits behind one that is on its way", within: .seconds(90)) {
                let open = try await mosaic.store.outbox.list(in: [.claimed, .inDoubt], limit: 10)
                guard open.contains(where: { $0.state == .inDoubt }) else { return nil as MailRecord? }
                return open.filter { $0.state == .claimed }.max { $0.id < $1.id }
            }
            let reply = try #require(
                try await mosaic.store.conversations.story(of: last.conversation)?.messages.first { $0.isInbound })
            let by = try #require(reply.messageID)
            var answer = world.letter(to: last.recipient.text, reply.subject, "Hi, I am the manager. Call me.")
            answer.inReplyTo = by.text
            try world.fileSent(answer)
            _ = try await mosaic.story(Creator(creatorAddress: last.recipient.text), ends: .withPerson)
            _ = try await eventually("all others have left", within: .seconds(60)) { world.accepted == 3 ? true : nil }
            #expect(world.accepted(for: last.recipient.text) == 0)
        }
    }

    private struct Creator: OutreachScene {
        let creatorAddress: String
    }
}
