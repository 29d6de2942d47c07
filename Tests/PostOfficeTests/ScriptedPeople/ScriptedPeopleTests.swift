import Testing
import Timing

@testable import PostOffice

@Suite struct ScriptedPeopleTests {
    static let ada = Person("Ada Test", "ada@creators.example")

    /// A mail from Mila to Ada, accepted at `instant`.
    static func submit(_ number: Int, to world: inout MailWorld, at instant: Timestamp) {
        let mail = MailText(
            from: Person("Mila", MailWorld.mila), to: [ada], subject: "Shoes", messageID: "\(number)@shop.example",
            date: instant, body: .plain("Hi"))
        world.submit(
            SubmittedMail(from: MailWorld.mila, to: [ada.address], bytes: mail.bytes, user: MailWorld.mila), at: instant
        )
    }

    static func people(_ change: (inout CreatorScript) -> Void) -> ScriptedPeople {
        var script = CreatorScript()
        change(&script)
        return ScriptedPeople([ScriptedPerson(ada, script: script)], from: .tuesday)
    }

    @Test func answersComeWhenTheyAreDueAndNotBefore() throws {
        var world = MailWorld.withMila()
        var people = Self.people { $0.answer(after: .seconds(60), with: .reply("Yes")) }
        Self.submit(1, to: &world, at: .tuesday)
        people.advance(&world, to: .tuesday)
        #expect(people.nextDue == .tuesday + .seconds(60))
        people.advance(&world, to: .tuesday + .seconds(59))
        #expect(try world.messages(in: .inbox, of: MailWorld.mila).isEmpty)
        people.advance(&world, to: .tuesday + .seconds(60))
        let answer = try #require(try world.messages(in: .inbox, of: MailWorld.mila).first)
        #expect(MailHeaders(answer.bytes).messageIDs(in: "In-Reply-To") == ["1@shop.example"])
        #expect(MailHeaders(answer.bytes)["Return-Path"] == "<ada@creators.example>")
        #expect(people.nextDue == nil)
    }

    @Test func eachMailGetsItsOwnAnswerAndTheOthersNone() throws {
        var world = MailWorld.withMila()
        var people = Self.people {
            $0.answer(mail: 2, from: MailWorld.mila, after: .zero, with: .reply("second"))
            $0.answer(mail: 1, from: "other@shop.example", after: .zero, with: .reply("other"))
        }
        for number in 1...3 {
            Self.submit(number, to: &world, at: .tuesday)
            people.advance(&world, to: .tuesday)
        }
        let answers = try world.messages(in: .inbox, of: MailWorld.mila)
        #expect(answers.count == 1)
        #expect(LetterReader(answers[0].bytes).text.hasPrefix("second"))
    }

    @Test func bouncesAndAbsenceNoticesComeFromTheNullSender() throws {
        var world = MailWorld.withMila()
        var people = Self.people {
            $0.answer(mail: 1, after: .zero, with: .bounce(status: "5.1.1", diagnostic: "550 gone"))
            $0.answer(mail: 2, after: .zero, with: .outOfOffice("Back on Monday."))
        }
        for number in 1...2 { Self.submit(number, to: &world, at: .tuesday) }
        people.advance(&world, to: .tuesday)
        let answers = try world.messages(in: .inbox, of: MailWorld.mila)
        #expect(answers.map { MailHeaders($0.bytes)["Return-Path"] } == ["<>", "<>"])
        #expect(MailHeaders(answers[1].bytes)["Auto-Submitted"] == "auto-replied")
    }

    @Test func ownMailsComeInOrderOfTimeAndStrayOnesAreKept() throws {
        var world = MailWorld.withMila()
        var people = Self.people {
            $0.write(to: Person("", MailWorld.mila), at: .seconds(20), subject: "two", text: "b")
            $0.write(to: Person("", MailWorld.mila), at: .seconds(10), subject: "one", text: "a")
            $0.write(to: Person("", "nobody@shop.example"), at: .seconds(5), subject: "stray", text: "c")
        }
        people.advance(&world, to: .tuesday + .seconds(30))
        let subjects = try world.messages(in: .inbox, of: MailWorld.mila).map { MailHeaders($0.bytes)["Subject"] }
        #expect(subjects == ["one", "two"])
        #expect(people.undeliverable.map(\.recipient) == ["nobody@shop.example"])
    }

    @Test func theSameScriptGivesTheSameBytes() throws {
        func run() throws -> [[UInt8]] {
            var world = MailWorld.withMila()
            var people = Self.people { $0.answer(after: .zero, with: .reply("Yes")) }
            Self.submit(1, to: &world, at: .tuesday)
            people.advance(&world, to: .tuesday)
            return try world.messages(in: .inbox, of: MailWorld.mila).map(\.bytes)
        }
        #expect(try run() == run())
        #expect(try run().count == 1)
    }

    @Test(.timeLimit(.minutes(10))) func theyArePlayedByTheOfficesClock() async throws {
        let clock = ManualWallClock(at: .tuesday)
        let office = PostOffice(.withMila(), clock: clock)
        let people = Self.people { $0.answer(after: .seconds(3_600), with: .reply("Yes")) }
        // Plays until cancelled, which is what is tested.
        let player = Task { try await office.play(people) }
        try office.change { Self.submit(1, to: &$0, at: clock.now) }
        while clock.nextDeadline == nil { await Task.yield() }
        clock.advance(by: .seconds(3_600))
        try await office.until { try $0.messages(in: .inbox, of: MailWorld.mila).count == 1 }
        player.cancel()
        await #expect(throws: CancellationError.self) { try await player.value }
    }
}
