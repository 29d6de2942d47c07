import Correspondence
import Testing

@testable import Delivery

@Suite struct OptOutSealTests {
    private let seal = OptOutSeal(secret: Array(1...32))
    private let ann = EmailAddress("Ann@Creators.example")!

    @Test func aTokenIsTheSameEachTimeAndSaysNothing() throws {
        let token = seal.token(of: ann)
        #expect(token == seal.token(of: EmailAddress("ann@creators.example")!))
        #expect(token != seal.token(of: EmailAddress("bob@creators.example")!))
        #expect(
            token.utf8.allSatisfy {
                $0 == 0x2D || $0 == 0x5F || Character(UnicodeScalar($0)).isLetter
                    || Character(UnicodeScalar($0)).isNumber
            })
        #expect(!token.lowercased().contains("creators"))
        #expect(seal.address(in: token) == ann)
    }

    /// Nobody makes one, and nobody makes one into another's.
    @Test func noOtherTokenOpens() {
        let token = Array(seal.token(of: ann).utf8)
        for index in token.indices {
            var changed = token
            changed[index] = changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            #expect(seal.address(in: String(decoding: changed, as: UTF8.self)) == nil, "\(index)")
        }
        let text = String(decoding: token, as: UTF8.self)
        for other in [
            "", "x", "ann@creators.example", String(text.dropLast()), text + "A", String(repeating: "A", count: 10_000),
        ] {
            #expect(seal.address(in: other) == nil)
        }
        #expect(OptOutSeal(secret: Array(2...33)).address(in: text) == nil)
    }
}
