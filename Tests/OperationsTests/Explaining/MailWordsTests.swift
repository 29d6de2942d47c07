import Correspondence
import Storage
import Testing

@testable import Operations

/// What a mail of ours says is shown in the words that its recipient gets.
@Suite struct MailWordsTests {
    @Test func aMailThatIsPlannedIsShownWithItsValuesFilledIn() async throws {
        try await Desk.with { desk in
            let text = "Hi {{ first_name | default(\"there\") }}, your number? {{ sender_email }}{{ sender_name }}"
            let own = StepText(position: 1, language: nil, text: text, file: "stage-1.txt")
            let sequence = MailSequence.collectContact(secondDelay: .seconds(3_600), thirdDelay: .seconds(7_200))
                .saying([own])
            _ = try await desk.store.sequences.register(sequence)
            let id = try await desk.beginSequence()
            let story = try await MailStory(of: id, in: desk.store)
            #expect(story.mail.words == "Hi there, your number? team@mosaic.test")
            #expect(story.mail.name == "stage 1")
            #expect(try await MailList(of: desk.store).mails.first?.words == story.mail.words)
            let told = try #require(try await desk.store.conversations.story(of: desk.conversation))
            #expect(told.entries.flatMap(\.details).contains("│ Hi there, your number? team@mosaic.test"))
        }
    }
}
