import Correspondence
import Testing

@testable import Outreach

@Suite struct AddressCellTests {
    @Test(
        arguments: [
            ("a@b.example", nil), ("<a@b.example>", nil), ("mailto:a@b.example", nil),
            ("MAILTO:a@b.example?subject=x&cc=y", nil),
            ("Ada L <a@b.example>", "Ada L"), ("\"L, Ada\" <a@b.example>", "L, Ada"), ("\u{A0}a@b.example\u{A0}", nil),
            ("\u{200B}a@b.example", nil), ("a@b.example.", nil), ("a@b.example;", nil), ("'a@b.example'", nil),
            ("<mailto:a@b.example>", nil), ("Ada <a@b.example> ", "Ada"),
        ] as [(String, String?)])
    func pastedAddressesAreRead(cell: String, name: String?) throws {
        #expect(AddressCell(cell) == .address(try #require(EmailAddress("a@b.example")), name: name))
    }

    @Test(arguments: [
        "a@b.example; c@d.example", "a@b.example,c@d.example", "a@b.example c@d.example", "a@b.example\nc@d.example",
        "Ada <a@b.example>, Bob <c@d.example>", "a@b.example, Bob <c@d.example>", "<a@b.example><c@d.example>",
    ])
    func severalAddressesAreNeverOne(cell: String) throws {
        let both = try ["a@b.example", "c@d.example"].map { try #require(EmailAddress($0)) }
        #expect(AddressCell(cell) == .several(both))
    }

    @Test(arguments: ["", " ", "\u{FEFF}\u{A0}"])
    func emptyCellsHoldNothing(cell: String) {
        #expect(AddressCell(cell) == .empty)
    }

    @Test(arguments: [
        "Ada", "a@", "@b.example", "a b@c.example", "ada@münchen.example", "Ada <>", "a@b.example>",
        "a@b.example\r\nBcc: x",
        "mailto:", "n/a", "a(at)b.example",
    ])
    func otherTextIsNoAddress(cell: String) {
        guard case .malformed = AddressCell(cell) else {
            Issue.record("\(cell) is taken for \(AddressCell(cell))")
            return
        }
    }
}

@Suite struct LeadMappingTests {
    @Test(
        arguments: [
            (["email", "first_name", "city"], [.email: 0, .firstName: 1], ["city": 2]),
            (
                ["vorname", "nachname", "firma", "e_mail"], [.firstName: 0, .lastName: 1, .companyName: 2, .email: 3],
                [:]
            ),
            (["nom", "prenom", "courriel"], [.lastName: 0, .firstName: 1, .email: 2], [:]),
            (["first", "last", "company", "mail"], [.firstName: 0, .lastName: 1, .companyName: 2, .email: 3], [:]),
            // The field's own name counts before others that mean the same.
            (["mail", "email", "contact"], [.email: 1, .name: 2], ["mail": 0]),
            (["email_address", "mail"], [.email: 0], ["mail": 1]),
            (["email", "phone2", "first_name_22"], [.email: 0], ["phone2": 1, "first_name_22": 2]),
        ] as [([String], [LeadField: Int], [String: Int])])
    func headingsSuggestTheirMeaning(keys: [String], first: [LeadField: Int], fields: [String: Int]) throws {
        let mapping = try LeadMapping(suggestedBy: keys, sample: [])
        #expect(mapping.recipients == [first])
        #expect(mapping.fields == fields)
    }

    @Test func aNumberMeansAnotherPerson() throws {
        let keys = ["email", "first_name", "email_2", "first_name_2", "email3", "last_name_4", "company"]
        let mapping = try LeadMapping(suggestedBy: keys, sample: [])
        #expect(
            mapping.recipients == [
                [.email: 0, .firstName: 1, .companyName: 6], [.email: 2, .firstName: 3], [.email: 4],
            ])
        // Nobody without an address is written to, so the name remains a field.
        #expect(mapping.fields == ["last_name_4": 5])
        #expect(
            try LeadMapping(suggestedBy: ["email_1", "email_2"], sample: []).recipients == [[.email: 0], [.email: 1]])
    }

    @Test func aFileWithoutHeadingsIsRefused() {
        let error = #expect(throws: MappingError.self) {
            try LeadMapping(suggestedBy: ["a@b.example", "ada"], sample: [["c@d.example", "bob"]])
        }
        #expect(error == .noHeadings(["a@b.example", "ada"]))
        #expect(
            error?.description.hasPrefix("The first row holds an address, not headings (a@b.example, ada).") == true)
    }

    @Test(
        arguments: [
            ([["Ada", "x"], ["Bob", "y"]], nil), ([["Ada", "a@b.example"], ["Bob", ""]], "kontakt"), ([], nil),
            ([["Ada", "a@b.example"], ["Bob", "b"], ["Eve", "c"]], nil), ([["a@b.example"]], "name_of_person"),
        ] as [([[String]], String?)])
    func aFileWithoutAddressesIsRefusedWithAGuess(sample: [[String]], guess: String?) {
        let keys = ["name_of_person", "kontakt"]
        let error = #expect(throws: MappingError.self) { try LeadMapping(suggestedBy: keys, sample: sample) }
        #expect(error == .noAddresses(headings: keys, guess: guess))
        #expect(error?.description.contains("there are name_of_person, kontakt.") == true)
    }

    @Test func noHeadingMeansTwoThings() {
        let all = LeadField.allCases.flatMap(\.headings)
        #expect(Set(all).count == all.count)
        for field in LeadField.allCases { #expect(field.headings.first == field.rawValue) }
    }
}
