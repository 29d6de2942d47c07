import Correspondence
import Engine
import PostOffice
import Settings
import Storage
import TestServers
import Testing
import Timing

/// An account that reads over IMAP and sends over SES, which gives every mail another Message-ID and files no copies.
@Suite(.fewAtATime) struct SESScenarios {
    private func watching(
        _ desk: SESDesk = SESDesk(), grace: Duration = .seconds(900), queue: HTTPCounter<QueueDesk>? = nil,
        _ body: (Scene, Mosaic, HTTPCounter<SESDesk>) async throws -> Void
    ) async throws {
        let scene = try await Scene.open()
        let counter = try await HTTPCounter.open(desk)
        let settings = SESSettings(
            region: "eu-central-1", eventsQueue: queue.map { "\($0.baseURL)/123456789012/mosaic" },
            baseURL: counter.baseURL,
            environment: [
                "AWS_ACCESS_KEY_ID": Secret("AKIDEXAMPLE"), "AWS_SECRET_ACCESS_KEY": Secret("secret-of-tests"),
            ])
        try await Mosaic.watching(
            scene, on: .sqlite, delay: .seconds(3_600),
            change: {
                $0.accounts[0].outlet = .ses(settings)
                $0.inDoubtGrace = grace
            }, { try await body(scene, $0, counter) })
        await counter.close()
    }

    @Test func anAnswerLeavesAndAReplyToItsNewIdComesBack() async throws {
        try await watching { scene, mosaic, counter in
            let yes = try await scene.reply(Scene.interested)
            _ = try await mosaic.story(scene, "mail 1 sent") { $0.sent.count == 1 }
            let taken = try #require(counter.state.taken.first)
            let mail = ReceivedMail(taken.bytes)
            #expect(mail.text == Scene.texts[0])
            #expect(taken.recipients == [scene.creator.address])
            #expect(mail["In-Reply-To"] == "<\(yes.id)>")

            // The creator's program knows the id that SES gave, and names nothing else.
            var answer = scene.outreach.reply("My number is +49 1512 3456789")
            answer.inReplyTo = "\(taken.id)@eu-central-1.amazonses.com"
            answer.references = []
            try await scene.deliver(answer)
            _ = try await mosaic.story(scene, ends: .withPerson)
            #expect(counter.state.requests == 1)
        }
    }

    @Test(arguments: [SESFault.answerLost, .failsAfterwards, .drop])
    func whatNobodyAnsweredIsNeverAskedAgain(_ fault: SESFault) async throws {
        var desk = SESDesk()
        desk.script = [fault]
        try await watching(desk, grace: .seconds(1)) { scene, mosaic, counter in
            try await scene.reply(Scene.interested)
            let story = try await mosaic.story(scene, ends: .withPerson)
            #expect(story.openHandoffs.map(\.reason) == [HandoffReason.sendInDoubt.rawValue])
            #expect(counter.state.requests == 1)
        }
    }

    @Test func whatWasInDoubtIsSentOnceSESReportsIt() async throws {
        var desk = SESDesk()
        desk.script = [.answerLost]
        let queue = try await HTTPCounter.open(QueueDesk())
        try await watching(desk, queue: queue) { scene, mosaic, counter in
            try await scene.reply(Scene.interested)
            _ = try await eventually("the request") { counter.state.taken.isEmpty ? nil : true }
            let taken = try #require(counter.state.taken.first)
            let own = ReceivedMail(taken.bytes)["X-Mosaic-ID"] ?? "none"
            let event =
                #"{"eventType":"Delivery","delivery":{},"mail":{"messageId":"\#(taken.id)","headers":[{"name":"X-Mosaic-ID","#
                + #""value":"\#(own)"}]}}"#
            queue.change { $0.messages = [event, "what is no event"] }
            _ = try await mosaic.story(scene, "mail 1 sent") { $0.sent.count == 1 }
            _ = try await eventually("an empty queue") { queue.state.messages.isEmpty ? true : nil }
            #expect(counter.state.requests == 1)
        }
        await queue.close()
    }

    @Test func aSecondsRateIsWaitedOutAndEveryMailLeavesOnce() async throws {
        var desk = SESDesk()
        desk.script = [
            .error(status: 429, type: "TooManyRequestsException", message: "Maximum sending rate exceeded.")
        ]
        try await watching(desk) { scene, mosaic, counter in
            try await scene.reply(Scene.interested)
            let story = try await mosaic.story(scene, "a failure that passes") { !$0.attempts.isEmpty }
            #expect(story.sent.isEmpty)
            let account = try #require(try await mosaic.store.accounts.all().first)
            try await mosaic.store.accounts.resume(account.id)
            _ = try await mosaic.story(scene, "mail 1 sent", within: .seconds(60)) { $0.sent.count == 1 }
            #expect(counter.state.taken.count == 1)
        }
    }

    /// They complained while nothing ran, and their complaint lies behind many reports.
    @Test func aComplaintThatWaitsIsReadBeforeAnythingLeaves() async throws {
        let scene = try await Scene.open()
        let counter = try await HTTPCounter.open(SESDesk())
        let queue = try await HTTPCounter.open(QueueDesk())
        let outlet = SESSettings(
            region: "eu-central-1", eventsQueue: "\(queue.baseURL)/123456789012/mosaic", baseURL: counter.baseURL,
            environment: [
                "AWS_ACCESS_KEY_ID": Secret("AKIDEXAMPLE"), "AWS_SECRET_ACCESS_KEY": Secret("secret-of-tests"),
            ])
        let settings = MosaicSettings.quick([scene.team], on: scene, delay: .seconds(5)) {
            $0.accounts[0].outlet = .ses(outlet)
        }
        let location = try await Backing.sqlite.location()
        let due = try await Mosaic.session(settings, on: location) { mosaic in
            try await scene.reply(Scene.interested)
            let story = try await mosaic.story(scene, "mail 1 sent") { $0.sent.count == 1 }
            return try #require(story.conversation.nextFollowUpAt)
        }
        let taken = try #require(counter.state.taken.first)
        let complaint =
            #"{"eventType":"Complaint","complaint":{"complainedRecipients":[{"emailAddress":"\#(scene.creatorAddress)"}]},"#
            + #""mail":{"messageId":"\#(taken.id)","headers":[]}}"#
        queue.change { $0.messages = (1...2_000).map { "report \($0)" } + [complaint] }
        try await Task.sleep(for: max(.zero, due - SystemWallClock().now))
        try await Mosaic.session(settings, on: location) { mosaic in
            _ = try await eventually("an empty queue", within: .seconds(60)) {
                queue.state.messages.isEmpty ? true : nil
            }
            let story = try await mosaic.story(scene, "nothing planned") {
                $0.followUps.allSatisfy { !$0.state.isOpen }
            }
            #expect(story.sent.count == 1)
            #expect(counter.state.requests == 1)
        }
        await counter.close()
        await queue.close()
    }
}
