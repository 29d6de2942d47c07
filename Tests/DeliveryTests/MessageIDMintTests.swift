import Correspondence
import Testing

@testable import Delivery

struct MessageIDMintTests {
    private let mint = MessageIDMint(key: Array("key".utf8), instance: "one")
    private let sender = EmailAddress("Ann@Example.test")!

    private func id(
        _ mint: MessageIDMint, origin: String = "outreach@example.test", recipient: String = "Bob@creators.example",
        step: Int = 3, generation: Int = 4
    ) -> String {
        mint.id(
            origin: origin, recipient: EmailAddress(recipient)!, step: step, generation: generation, sender: sender
        ).text
    }

    @Test func sameMailGetsTheSameIDForEver() {
        #expect(id(mint) == id(mint, recipient: "bob@Creators.example"))
        // Ids lie in databases and mailboxes: a change of the recipe would make every sent mail unknown.
        #expect(id(mint) == "644d5d3c214affa8df0fb1a60078e43c06bbe034@example.test")
    }

    @Test func everyPartOfTheIdentityCounts() {
        let ids = [
            id(mint), id(mint, origin: "another@example.test"), id(mint, recipient: "eve@creators.example"),
            id(mint, step: 4), id(mint, generation: 5), id(mint, origin: ""), id(mint, step: 4, generation: 3),
            id(MessageIDMint(key: [1], instance: "one")), id(MessageIDMint(key: Array("key".utf8), instance: "two")),
            id(MessageIDMint(key: Array("key".utf8), instance: "")),
        ]
        #expect(Set(ids).count == ids.count)
    }

    /// After a backup was restored another account may have the lead.
    @Test func aCampaignsMailIsTheSameFromEachAccountButForTheDomain() {
        func id(_ campaign: String, _ step: String, _ recipient: String, _ sender: String) -> String {
            mint.id(
                campaign: campaign, step: step, recipient: EmailAddress(recipient)!, sender: EmailAddress(sender)!
            ).text
        }
        let first = id("spring", "intro", "bob@creators.example", "ann@example.test")
        #expect(first == id("spring", "intro", "Bob@creators.example", "team@example.test"))
        #expect(first.prefix(40) == id("spring", "intro", "bob@creators.example", "ann@other.test").prefix(40))
        let others = [
            id("autumn", "intro", "bob@creators.example", "ann@example.test"),
            id("spring", "reminder", "bob@creators.example", "ann@example.test"),
            id("spring", "intro", "eve@creators.example", "ann@example.test"),
            id("springintro", "", "bob@creators.example", "ann@example.test"),
        ]
        #expect(Set(others + [first]).count == 5)
    }

    @Test func keyStaysOutOfDescriptions() {
        let mint = MessageIDMint(key: [250, 251, 252], instance: "one")
        var dumped = ""
        dump(mint, to: &dumped)
        #expect(!"\(mint)\(String(reflecting: mint))\(dumped)".contains("251"))
    }
}
