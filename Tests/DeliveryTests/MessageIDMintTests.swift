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
            account: AccountID(rawValue: account), thread: ThreadID(rawValue: thread), step: step,
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

    /// FIPS 180-4 examples and the lengths around a block's padding.
    @Test(arguments: [
        ("", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        ("a", 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
        ("a", 55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"),
        ("a", 56, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"),
        ("a", 63, "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34"),
        ("a", 64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"),
    ])
    func digestIsThatOfFIPS180(text: String, times: Int, digest: String) {
        let message = Array(repeating: Array(text.utf8), count: times).flatMap(\.self)
        #expect(hex(SHA256.digest(message)) == digest)
    }

    /// RFC 4231 section 4; 4.6 gives 128 bits only.
    @Test(arguments: [
        (
            [UInt8](repeating: 0x0b, count: 20), Array("Hi There".utf8),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xaa, count: 20), [UInt8](repeating: 0xdd, count: 50),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        ),
        (
            Array(1...25), [UInt8](repeating: 0xcd, count: 50),
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
        ),
        ([UInt8](repeating: 0x0c, count: 20), Array("Test With Truncation".utf8), "a3b6167473100ee06e0c796c2955552b"),
        (
            [UInt8](repeating: 0xaa, count: 131), Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
        (
            [UInt8](repeating: 0xaa, count: 131),
            Array(
                ("This is a test using a larger than block-size key and a larger than block-size data. "
                    + "The key needs to be hashed before being used by the HMAC algorithm.").utf8),
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
        ),
    ])
    func authenticationCodeIsThatOfRFC4231(key: [UInt8], message: [UInt8], code: String) {
        #expect(hex(HMAC.sha256(key: key, message)).hasPrefix(code))
    }

    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
