import Correspondence
import Database
import PostOffice
import Settings
import Testing
import Timing

import func TestServers.crlf

@testable import Storage

/// Replies that are not in the inbox when we look, or that nothing ties to our mail but their writer.
@Suite(.fewAtATime) struct WhereRepliesLie {
    private static let refusal = "No thanks, I'm not interested."

    /// A world in which mail 1 has been sent and mail 2 is planned.
    private func inSequence(
        style: MailboxStyle = .plain, extensions: Set<IMAPExtension>? = nil,
        change: @escaping (inout MosaicSettings) -> Void = { _ in },
        _ body: (LoopbackScene, Mosaic, UInt32) async throws -> Void
    ) async throws {
        let world = try await LoopbackScene.open(style: style)
        if let extensions { world.imap.options.extensions = extensions }
        try await world.watching(
            change: {
                ($0.secondMailDelay, $0.pollingInterval) = (.seconds(15), .seconds(2))
                change(&$0)
            }
        ) { mosaic in
            let uid = try world.reply(Scene.interested)
            _ = try await mosaic.story(world, "mail 2 planned") {
                $0.sent.count == 1 && $0.conversation.nextFollowUpAt != nil
            }
            try await body(world, mosaic, uid)
        }
    }

    @Test(
        arguments: [Folder.named("Archive"), .named("Creators"), .named("Important"), .junk, .trash],
        [Set(IMAPExtension.allCases), Set(IMAPExtension.allCases).subtracting([.listStatus])])
    func aRefusalThatARuleFiledStopsTheSequence(_ folder: Folder, _ extensions: Set<IMAPExtension>) async throws {
        try await inSequence(extensions: extensions) { world, mosaic, _ in
            let uid = try world.deliver(world.outreach.reply(Self.refusal), into: .drafts)
            try world.move(uid, from: .drafts, to: folder)
            let ends: ConversationState = [Folder.junk, .trash].contains(folder) ? .withPerson : .completed
            let story = try await mosaic.story(world, ends: ends)
            #expect(story.followUps.filter(\.state.isOpen).isEmpty)
            #expect(world.accepted == 1)
            let reasons = [HandoffReason.foundInJunk.rawValue]
            #expect(story.openHandoffs.map(\.reason) == (ends == .withPerson ? reasons : []))
        }
    }

    @Test func aYesThatLiesInJunkIsOnlyForAPerson() async throws {
        let world = try await LoopbackScene.open()
        try await world.watching(change: { $0.pollingInterval = .seconds(1) }) { mosaic in
            try world.reply(Scene.interested, into: .junk)
            let story = try await mosaic.story(world, ends: .withPerson)
            #expect(story.openHandoffs.map(\.reason) == [HandoffReason.foundInJunk.rawValue])
            #expect(world.accepted == 0)
        }
    }

    @Test func aReplyThatSkipsTheInboxOfGmailIsFoundInAllMail() async throws {
        let world = try await LoopbackScene.open(style: .gmail)
        try await world.watching(change: { $0.pollingInterval = .seconds(1) }) { mosaic in
            try world.reply(Scene.interested, into: .allMail)
            let story = try await mosaic.story(world, "mail 1 sent") { $0.sent.count == 1 }
            #expect(story.conversation.state == .inSequence)
        }
    }

    @Test func whatIsMovedAfterItWasReadIsNotReadTwice() async throws {
        try await inSequence { world, mosaic, uid in
            try world.move(uid, to: .named("Done"))
            let story = try await mosaic.story(world, "the copy known") { $0.messages.filter(\.isInbound).count == 2 }
            #expect(story.openHandoffs.isEmpty)
            #expect(story.messages.compactMap(\.decision).contains("ignore: redelivered"))
        }
    }

    @Test func aReplyThatWasArchivedWhileNobodyWatchedStopsTheSequence() async throws {
        let world = try await LoopbackScene.open()
        let location = try await Backing.sqlite.location()
        var settings = world.settings
        (settings.secondMailDelay, settings.pollingInterval) = (.seconds(15), .seconds(2))
        try await Mosaic.session(settings, on: location) { mosaic in
            try world.reply(Scene.interested)
            _ = try await mosaic.story(world, "mail 2 planned") {
                $0.sent.count == 1 && $0.conversation.nextFollowUpAt != nil
            }
        }
        let uid = try world.reply("My WhatsApp is +1 213 373 4253.")
        try world.move(uid, to: .named("Archive"))
        try await Mosaic.session(settings, on: location) { mosaic in
            let story = try await mosaic.story(world, ends: .withPerson)
            #expect(story.openHandoffs.map(\.reason) == [HandoffReason.contactProvided.rawValue])
            #expect(world.accepted == 1)
        }
        await world.close()
    }

    @Test func whoeverAnswersByHandAndFilesNoCopyTakesOver() async throws {
        try await inSequence { world, mosaic, uid in
            try world.setFlag(.answered, on: uid)
            let story = try await mosaic.story(world, ends: .withPerson)
            #expect(story.followUps.filter(\.state.isOpen).isEmpty)
            #expect(world.accepted == 1)
        }
    }

    /// Gmail may set the flag for what we send through it, and files whatever a person answers.
    @Test func onGmailTheFlagOfAReplyThatMosaicAnsweredIsNoPersons() async throws {
        try await inSequence(style: .gmail, change: { $0.secondMailDelay = .seconds(6) }) { world, mosaic, uid in
            try world.setFlag(.answered, on: uid)
            let story = try await mosaic.story(world, "mail 2 sent", within: .seconds(60)) { $0.sent.count == 2 }
            #expect(story.conversation.state == .inSequence)
        }
    }

    /// A label makes another copy of it, which is stored after the mail that answered it.
    @Test func onGmailALabelMakesThatFlagNoPersonsEither() async throws {
        try await inSequence(
            style: .gmail, change: { ($0.secondMailDelay, $0.pollingInterval) = (.seconds(8), .seconds(1)) }
        ) {
            world, mosaic, uid in
            try world.createMailbox("Good ones")
            try world.setFlag(.answered, on: try world.move(uid, to: .named("Good ones")), in: .named("Good ones"))
            let story = try await mosaic.story(world, "mail 2 sent", within: .seconds(60)) { $0.sent.count == 2 }
            #expect(story.conversation.state == .inSequence)
        }
    }

    /// Its mailbox is Gmail's, and what it sends leaves through another server.
    @Test func aCopyIsFiledWhereTheWayOutFilesNone() async throws {
        let world = try await LoopbackScene.open(style: .gmail, filesSubmissionsInSent: false)
        try await world.watching(change: { $0.pollingInterval = .seconds(1) }) { mosaic in
            try world.reply(Scene.interested)
            let sent = try await eventually("mail 1 sent") { world.mails.first }
            let id = try #require(sent["Message-ID"])
            _ = try await eventually("its copy in Sent", within: .seconds(60)) {
                try world.office.messages(in: .sent, of: world.team)
                    .contains { String(decoding: $0.bytes, as: UTF8.self).contains(id) } ? true : nil
            }
        }
    }

    @Test func whatAPersonAnsweredIsNotMarkedForOneAnyMore() async throws {
        let world = try await LoopbackScene.open()
        try await world.watching(change: { $0.pollingInterval = .seconds(1) }) { mosaic in
            let question = world.outreach.reply("How much do you pay per video?")
            let uid = try world.deliver(question)
            func flags() throws -> Set<MailFlag>? { try world.office.flags(of: uid, in: .inbox, of: world.team) }
            _ = try await eventually("marked") { try flags() == ["$MosaicHuman"] ? true : nil }
            var answer = world.letter(to: world.creatorAddress, "Re: Collaboration", "100 for each.")
            answer.inReplyTo = question.id
            try world.fileSent(answer)
            _ = try await eventually("read, and not marked") { try flags() == [.seen] ? true : nil }
        }
    }

    @Test(
        arguments: [
            ("Another matter", "Please stop writing to me."), ("WhatsApp", "my WhatsApp is +1 213 373 4253"),
        ])
    func whoeverWritesInANewThreadStopsWhatIsPlanned(_ subject: String, _ text: String) async throws {
        try await inSequence { world, mosaic, _ in
            try world.deliver(
                Letter(
                    from: world.creatorAddress, to: [world.team], subject: subject,
                    id: Letter.freshID(at: "creators.example"), text: text))
            _ = try await mosaic.story(world, "nothing is planned") {
                $0.followUps.filter(\.state.isOpen).isEmpty && $0.conversation.state != .inSequence
            }
            #expect(world.accepted == 1)
        }
    }

    @Test func anAbsenceThatComesAsAFreshMailHolds() async throws {
        try await inSequence { world, mosaic, _ in
            let date = (world.office.clock.now + .seconds(10 * 86_400)).rfc5322.split(separator: " ")[1...3]
            let letter = Letter(
                from: world.creatorAddress, to: [world.team], subject: "Automatic reply: Re: \(world.outreach.subject)",
                id: Letter.freshID(at: "creators.example"), fields: [("Auto-Submitted", "auto-replied")],
                text: "I am out of the office until \(date.joined(separator: " ")).")
            try world.deliver(letter)
            let story = try await mosaic.story(world, "held") {
                $0.messages.compactMap(\.decision).contains { $0.hasPrefix("hold") }
            }
            #expect(story.conversation.state == .inSequence)
        }
    }

    @Test func oldMailThatIsMovedIsOld() async throws {
        let world = try await LoopbackScene.open()
        try await world.watching { mosaic in
            try world.reply(Scene.interested, at: world.office.clock.now - .seconds(40 * 86_400))
            let story = try await mosaic.story(world, ends: .withPerson)
            #expect(story.openHandoffs.map(\.reason) == [HandoffReason.beforeBaseline.rawValue])
            #expect(world.accepted == 0)
        }
    }

    @Test(arguments: [
        ("List-Id", "<partners.mosaic.test>"), ("Precedence", "junk"), ("Auto-Submitted", "auto-generated"),
    ])
    func aReplyThroughAGroupAddressOrHelpDeskReachesAPerson(_ field: String, _ value: String) async throws {
        let world = try await LoopbackScene.open()
        try await world.watching { mosaic in
            var letter = world.outreach.reply(Scene.interested)
            letter.fields = [(field, value)]
            try world.deliver(letter)
            let story = try await mosaic.story(world, ends: .withPerson)
            #expect(story.openHandoffs.map(\.reason) == [HandoffReason.throughList.rawValue])
            #expect(world.accepted == 0)
        }
    }

    @Test func aReplyToBccOutreachReachesAPerson() async throws {
        let world = try await LoopbackScene.open()
        var blast = world.outreach
        (blast.id, blast.to, blast.subject) = (Letter.freshID(at: "mosaic.test"), ["undisclosed-recipients:;"], "News")
        try world.deliver(blast, into: .sent)
        try await world.watching { mosaic in
            var reply = blast.reply(Scene.interested)
            reply.from = world.creatorAddress
            try world.deliver(reply)
            let story = try await mosaic.story(world, ends: .withPerson)
            #expect(story.openHandoffs.map(\.reason) == [HandoffReason.subjectOnly.rawValue])
            #expect(world.accepted == 0)
        }
    }

    @Test func aReplyFromAnInternationalisedAddressIsFlaggedForAPerson() async throws {
        let world = try await LoopbackScene.open()
        var outreach = world.outreach
        (outreach.id, outreach.to) = (Letter.freshID(at: "mosaic.test"), ["josé@brand.example"])
        try world.deliver(outreach, into: .sent)
        try await world.watching { mosaic in
            let uid = try world.deliver(outreach.reply(Scene.interested))
            _ = try await eventually("flagged") {
                try world.office.flags(of: uid, in: .inbox, of: world.team)?.contains("$MosaicHuman") == true
                    ? true : nil
            }
            #expect(try await mosaic.inboxStates() == [uid: .quarantined])
        }
    }

    /// Both are known by their content type and by our mail that they give back, whoever sends them.
    @Test(
        arguments: [
            ("feedback-report", "message/feedback-report", "Feedback-Type: abuse\nUser-Agent: X/1\nVersion: 1"),
            (
                "delivery-status", "message/delivery-status",
                "Reporting-MTA: dns; mx.creators.example\n\nFinal-Recipient: rfc822; creator@creators.example\n"
                    + "Action: failed\nStatus: 5.1.1"
            ),
        ])
    func aComplaintAndABounceEndTheConversation(_ type: String, _ part: String, _ fields: String) async throws {
        try await inSequence { world, mosaic, _ in
            let mail = try #require(world.office.read { $0.accepted.last })
            let id = try #require(ReceivedMail(mail.bytes)["Message-ID"])
            let report = """
                From: MicrosoftExchange329e71ec@isp.example
                To: \(world.team)
                Subject: About your mail
                Message-ID: <\(Letter.freshID(at: "isp.example"))>
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=\(type); boundary="b"

                --b
                Content-Type: text/plain

                This is a report.
                --b
                Content-Type: \(part)

                \(fields)

                --b
                Content-Type: message/rfc822

                Message-ID: \(id)
                From: \(world.team)
                To: \(world.creatorAddress)
                Subject: Re: \(world.outreach.subject)

                Hello
                --b--

                """
            try world.office.deliver(crlf(report), to: world.team)
            let story = try await mosaic.story(world, ends: .stopped)
            #expect(story.followUps.filter(\.state.isOpen).isEmpty)
            #expect(world.accepted == 1)
        }
    }
}
