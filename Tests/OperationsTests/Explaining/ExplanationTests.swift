import Correspondence
import Storage
import Testing
import Text

@testable import Operations

@Suite struct ExplanationTests {
    @Test(arguments: [
        "1", "creator@creators.example", "<outreach@mosaic.test>", "reply@creators.example",
        "<reply@creators.example>",
    ])
    func aStoryIsFoundByNumberCorrespondentAndMessageID(_ text: String) async throws {
        try await Desk.with { desk in
            let subject = try #require(ExplainSubject(text))
            let explanation = try await Explanation.of(subject, in: desk.store)
            #expect(explanation.stories.map(\.conversation.id) == [desk.conversation])
            #expect(
                explanation.json.members?.map(\.key) == [
                    "conversations", "other_messages", "leads", "contact", "suppressed_domain",
                ])
        }
    }

    @Test(arguments: [
        ("2", ""), ("<nothing@mosaic.test>", ""),
        (
            "nobody@creators.example",
            " Of mail that is no reply to us only the Message-ID is kept: mosaic explain '<its id>'."
        ),
    ])
    func whatIsNotKnownIsAFailure(_ text: String, _ hint: String) async throws {
        try await Desk.with { desk in
            let subject = try #require(ExplainSubject(text))
            await #expect(throws: OperationFailure(.unknown, "Nothing is known about \(subject).\(hint)")) {
                _ = try await Explanation.of(subject, in: desk.store)
            }
        }
    }

    /// Somebody on the list to whom nobody ever wrote is known all the same, and so is everybody at a domain.
    @Test func whoeverIsBarredIsKnown() async throws {
        try await Desk.with { desk in
            _ = try await SuppressionList.add(
                [SuppressionEntry("b@list.example"), SuppressionEntry("@agency.example")].compactMap(\.self),
                to: desk.store)
            let listed = try await Explanation.of(
                try #require(ExplainSubject("b@list.example")), in: desk.store)
            #expect(listed.contact?.suppressedReason == "manual" && listed.hasNoStory)
            #expect(listed.json["contact"]?["suppressed_reason"] == .string("manual"))
            let below = try await Explanation.of(
                try #require(ExplainSubject("c@mail.agency.example")), in: desk.store)
            #expect(below.barringDomain?.description == "@agency.example")
        }
    }

    @Test func aMailThatMayGoIsToldWithItsGates() async throws {
        try await Desk.with { desk in
            _ = try await desk.beginSequence()
            let story = try #require(
                try await Explanation.of(.conversation(desk.conversation), in: desk.store).stories.first)
            let waiting = try #require(story.waiting.first)
            #expect(!waiting.rows.isEmpty)
            #expect(waiting.json["gates"]?.items?.count == waiting.rows.count)
            #expect(waiting.json["may_go"] == .bool(waiting.isOpen))
        }
    }
}
