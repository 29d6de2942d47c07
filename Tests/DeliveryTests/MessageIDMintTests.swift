import Correspondence
import Testing

@testable import Delivery

struct MessageIDMintTests {
    private let mint = MessageIDMint(key: Array("key".utf8), instance: "one")
    private let sender = EmailAddress("Ann@Example.test")!

    private func id(
        _ mint: MessageIDMint, account: Int64 = 1, thread: Int64 = 2, step: Int = 3, generation: Int = 4
    ) -> String {
        mint.id(
            account: AccountID(rawValue: account), thread: ConversationID(rawValue: thread), step: step,
            generation: generation,
            sender: sender
        ).text
    }

    @Test func sameStageGetsTheSameIDForEver() {
        #expect(id(mint) == id(mint))
        // Ids lie in databases and mailboxes: a change of the recipe would make every sent mail unknown.
        #expect(id(mint) == "f02f0502ce0cc80bc7071b864d9febc71f314304@example.test")
    }

    @Test func everyPartOfTheIdentityCounts() {
        let ids = [
            id(mint), id(mint, account: 2), id(mint, thread: 3), id(mint, step: 4), id(mint, generation: 5),
            id(mint, account: 2, thread: 1), id(MessageIDMint(key: [1], instance: "one")),
            id(MessageIDMint(key: Array("key".utf8), instance: "two")),
            id(MessageIDMint(key: Array("key".utf8), instance: "")), id(mint, thread: .max), id(mint, thread: .min),
        ]
        #expect(Set(ids).count == ids.count)
    }

    @Test func keyStaysOutOfDescriptions() {
        let mint = MessageIDMint(key: [250, 251, 252], instance: "one")
        var dumped = ""
        dump(mint, to: &dumped)
        #expect(!"\(mint)\(String(reflecting: mint))\(dumped)".contains("251"))
    }
}
