import Correspondence
import Testing

@testable import Outreach

@Suite struct CompanyDomainTests {
    @Test(arguments: [
        ("a@acme.example", "acme.example"), ("a@mail.sales.acme.example", "acme.example"),
        ("a@ACME.example", "acme.example"),
        ("a@shop.acme.example.", nil), ("a@x.acme.co.test", "co.test"), ("a@localhost", "localhost"),
    ])
    func theCompanyIsTheRegistrableDomain(address: String, company: String?) {
        #expect(EmailAddress(address).flatMap { CompanyDomain.company(of: $0, own: []) } == company)
    }

    @Test(arguments: [
        ("a.b.co.uk", "b.co.uk"), ("co.uk", "co.uk"), ("b.co.uk", "b.co.uk"), ("x.y.com.br", "y.com.br"),
        ("x.co.com", "co.com"),
    ])
    func registriesOfTheSecondLevelAreNoCompany(domain: String, company: String) {
        #expect(CompanyDomain.registrable(domain) == company)
    }

    @Test(arguments: [
        "gmail.com", "yahoo.co.uk", "hotmail.fr", "web.de", "t-online.de", "xtra.co.nz", "qq.com", "GMX.at",
    ])
    func anEqualFreemailDomainSaysNothing(domain: String) throws {
        let address = try #require(EmailAddress("anna" + "@" + domain))
        #expect(CompanyDomain.company(of: address, own: []) == nil)
    }

    @Test func ourOwnDomainSaysNothing() throws {
        let address = try #require(EmailAddress("anna@mail.ours.example"))
        #expect(CompanyDomain.company(of: address, own: ["ours.example"]) == nil)
        #expect(CompanyDomain.company(of: address, own: ["other.example"]) == "ours.example")
    }
}
