import Correspondence
import Storage
import TestServers
import Testing
import Timing

/// What each kind of reply to an outreach in Sent leads to, in the creator's mailbox and in ours.
@Suite struct ReplyScenarios {
    @Test(arguments: Backing.allCases)
    func interestedGetsAllThreeStagesInTheThread(_ backing: Backing) async throws {
        let scene = try await Scene.open()
        try await Mosaic.watching(scene, on: backing) { mosaic in
            let reply = try await scene.reply(Scene.interested)
            let story = try await mosaic.story(scene, ends: .sequenceFinished)
            let mails = try await scene.received(atLeast: 3)
            #expect(mails.map(\.text) == Scene.stages)
            #expect(mails.map { $0["Subject"] } == Array(repeating: "Re: \(scene.outreach.subject)", count: 3))
            #expect(mails.allSatisfy { $0["To"]?.contains(scene.creator.address) == true && $0["Cc"] == nil })
            #expect(mails.map { $0["Auto-Submitted"] } == ["auto-replied", "auto-generated", "auto-generated"])
            let ids = mails.compactMap { $0["Message-ID"] }
            #expect(Set(ids).count == 3)
            #expect(ids == story.sent.compactMap { $0.messageID?.bracketed })
            let chain = ["<\(scene.outreach.id)>", "<\(reply.id)>"] + ids
            for (index, mail) in mails.enumerated() {
                #expect(mail["In-Reply-To"] == chain[index + 1])
                #expect(mail.references == Array(chain[...(index + 1)]))
            }
            #expect(try await scene.isRead(reply))
            #expect(story.openHandoffs.isEmpty)
        }
    }
}

extension Scene {
    /// Whether the one copy of a letter in our Inbox is read, and no person is asked to look at it.
    func isRead(_ letter: Letter, of account: MailAccount? = nil) async throws -> Bool {
        try await stored(letter.id, of: account).map(\.flags) == [["\\Seen"]]
    }
}
