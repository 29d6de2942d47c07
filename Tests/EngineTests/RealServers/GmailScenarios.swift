import Correspondence
import PostOffice
import Settings
import Storage
import TestServers
import Testing
import Timing

/// An account that reads over IMAP and sends over Gmail's web interface.
@Suite(.fewAtATime) struct GmailScenarios {
    private func watching(
        _ change: (inout GmailDesk) -> Void, grace: Duration = .seconds(900), state: AccountState = .auto,
        _ body: (Scene, Mosaic, HTTPCounter<GmailDesk>) async throws -> Void
    ) async throws {
        let scene = try await Scene.open()
        var desk = GmailDesk { _ in scene.team.address }
        change(&desk)
        let counter = try await HTTPCounter.open(desk)
        let address = try #require(EmailAddress(scene.team.address))
        let settings = GmailSettings(address: address, tokens: .command(Secret("none")), baseURL: counter.baseURL)
        try await Mosaic.watching(
            scene, on: .sqlite, delay: .seconds(3_600),
            change: {
                $0.accounts[0].outlet = .gmail(settings)
                $0.inDoubtGrace = grace
            },
            {
                if state != .auto, let account = try await $0.store.accounts.all().first {
                    try await $0.store.accounts.setState(state, of: account.id)
                }
                try await body(scene, $0, counter)
            })
        await counter.close()
    }

    @Test func anAnswerLeavesIntoItsConversationAndAReplyToGmailsIdComesBack() async throws {
        try await watching({ $0.renames = true }) { scene, mosaic, counter in
            let yes = try await scene.reply(Scene.interested)
            _ = try await mosaic.story(scene, "mail 1 sent") { $0.sent.count == 1 }
            let sent = try #require(counter.state.sent.first)
            #expect(ReceivedMail(sent.bytes)["In-Reply-To"] == "<\(yes.id)>")
            var answer = scene.outreach.reply("My number is +49 1512 3456789")
            answer.inReplyTo = sent.messageID
            answer.references = []
            try await scene.deliver(answer)
            _ = try await mosaic.story(scene, ends: .withPerson)
            #expect(counter.state.requests == 1)
        }
    }

    @Test(arguments: [GmailFault.answerLost, .failsAfterwards], [false, true])
    func whatNobodyAnsweredIsFoundAtGmailAndNeverAskedAgain(_ fault: GmailFault, renames: Bool) async throws {
        try await watching({
            $0.script = [fault]
            $0.renames = renames
        }) { scene, mosaic, counter in
            try await scene.reply(Scene.interested)
            let story = try await mosaic.story(scene, "mail 1 sent", within: .seconds(60)) { $0.sent.count == 1 }
            #expect(story.openHandoffs.isEmpty)
            #expect(counter.state.requests == 1)
        }
    }

    @Test func whatGmailDoesNotKnowGoesToAPerson() async throws {
        try await watching({ $0.script = [.drop] }, grace: .seconds(1)) { scene, mosaic, counter in
            try await scene.reply(Scene.interested)
            let story = try await mosaic.story(scene, ends: .withPerson)
            #expect(story.openHandoffs.map(\.reason) == [HandoffReason.sendInDoubt.rawValue])
            #expect(counter.state.requests == 1 && counter.state.sent.isEmpty)
        }
    }

    @Test func aDraftLiesAtGmailAndNothingIsSent() async throws {
        try await watching({ _ in }, state: .draft) { scene, mosaic, counter in
            try await scene.reply(Scene.interested)
            _ = try await mosaic.story(scene, ends: .withPerson)
            _ = try await eventually("a draft") { counter.state.drafts.isEmpty ? nil : true }
            #expect(counter.state.sent.isEmpty && counter.state.drafts.count == 1)
        }
    }
}
