import Testing

@testable import PhoneNumbers

@Suite struct PhoneNumberTests {
    @Test func parsesInternationally() {
        let number = PhoneNumber.parse("+44 20 7946 0000")
        #expect(number?.e164 == "+442079460000")
        #expect(number?.region == Region("GB"))
    }

    @Test func offsetsAreBytes() {
        let matches = PhoneNumberMatcher.matches(in: "é 日本 98765 43210 ok", region: Region("IN"))
        #expect(matches.map(\.range) == [10..<21])
        #expect(matches.map(\.e164) == ["+919876543210"])
    }
}
