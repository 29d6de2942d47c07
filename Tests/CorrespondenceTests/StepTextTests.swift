import Testing

@testable import Correspondence

/// The words of a person instead of the built-in ones.
@Suite struct StepTextTests {
    private static let sequence = MailSequence.collectContact(secondDelay: .seconds(60), thirdDelay: .seconds(60))

    @Test func aTextThatWasWrittenReplacesTheStepsOwnInEveryLanguage() {
        let own = Self.sequence.saying([
            StepText(position: 1, language: nil, text: "Number?", file: "stage-1.txt"),
            StepText(position: 2, language: "es", text: "¿Número?", file: "stage-2.es.txt"),
            StepText(position: 3, language: nil, text: "Hm?", file: "stage-3.txt"),
            StepText(position: 3, language: "de", text: "Na?", file: "stage-3.de.txt"),
        ])
        #expect(own.steps[0].text == "Number?")
        #expect(own.steps[0].variants == [:])
        #expect(own.steps[1].text == Self.sequence.steps[1].text)
        #expect(own.steps[1].variants == ["es": "¿Número?"])
        #expect(own.steps[2].text == "Hm?")
        #expect(own.steps[2].variants == ["de": "Na?"])
        #expect(own.steps.map(\.delay) == Self.sequence.steps.map(\.delay))
        #expect(Self.sequence.saying([]) == Self.sequence)
    }

    @Test(arguments: [
        ("Ann Lee", "Ann"), ("Lee, Ann", "Ann"), ("Ann", "Ann"), ("Jean-Luc O’Neil", "Jean-Luc"), ("tinykitchen", nil),
        ("Ann & Bob from the Kitchen", nil), ("4x4 Cars", nil), ("", nil), ("José", "José"),
    ])
    func onlyAPersonsNameGivesAFirstName(_ name: String, _ expected: String?) {
        #expect(MailFields.firstName(of: name) == expected)
    }

    @Test func whatIsNotKnownHasNoValue() throws {
        let contact = Correspondent(address: try #require(EmailAddress("ann@creators.example")))
        let sender = Correspondent(address: try #require(EmailAddress("anna@brand.test")), name: "Anna Gomez")
        #expect(
            MailFields.values(to: contact, from: sender) == [
                "email": "ann@creators.example", "sender_email": "anna@brand.test", "sender_name": "Anna Gomez",
                "sender_first_name": "Anna",
            ])
    }
}
