import Testing

@testable import Correspondence

@Suite struct MailDomainTests {
    @Test(arguments: [
        ("agency.example", "agency.example"), ("@Agency.Example", "agency.example"),
        ("*.agency.example", "agency.example"), ("*@agency.example", "agency.example"), ("example", nil), ("@", nil),
        ("ann@agency.example", nil), ("a b.example", nil), ("", nil), ("agency..example", nil),
    ])
    func aDomainIsReadAsPeopleWriteIt(text: String, name: String?) {
        #expect(MailDomain(text)?.name == name)
    }

    @Test func aDomainStandsForThoseBelowIt() throws {
        let list = DomainList(["agency.example"])
        for (text, isCovered) in [
            ("a@agency.example", true), ("a@MAIL.agency.example", true), ("a@notagency.example", false),
            ("a@example", false), ("agency.example@other.example", false),
        ] {
            #expect(list.covers(try #require(EmailAddress(text))) == isCovered, "\(text)")
        }
    }
}
