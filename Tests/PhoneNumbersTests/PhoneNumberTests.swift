import PhoneNumbers
import Testing

@Suite struct PhoneNumberTests {
    @Test(
        arguments: [(String, String?, String, String)]([
            ("+44 20 7946 0018", nil, "+442079460018", "GB"), ("020 7946 0018", "GB", "+442079460018", "GB"),
            ("98765 43210", "IN", "+919876543210", "IN"), ("tel:+1-415-555-0132", nil, "+14155550132", "US"),
        ]))
    func parsesWholeNumbers(text: String, region: String?, e164: String, home: String) throws {
        let number = try #require(PhoneNumber.parse(text, region: region.flatMap { Region($0) }))
        #expect(number.e164 == e164)
        #expect(number.region == Region(home))
        #expect(number.isValid)
    }

    @Test(arguments: ["", "hello", "020 7946 0018", "+", "+999 1234567", "\0", "+44\0 20 7946 0018 and more words"])
    func refusesWhatIsNoNumber(text: String) {
        #expect(PhoneNumber.parse(text)?.isValid != true)
    }

    @Test func tellsMobileFromFixedLines() {
        #expect(PhoneNumber.parse("+447911123456")?.type == .mobile)
        #expect(PhoneNumber.parse("+442079460018")?.type == .fixedLine)
    }
}

@Suite struct RegionTests {
    @Test func knowsCallingCodesBothWays() {
        #expect(Region("gb")?.callingCode == 44)
        #expect(Region(callingCode: 91) == Region("IN"))
        #expect(Region(callingCode: 1) == Region("US"))
        #expect(Region(callingCode: 999) == nil)
        #expect(Region(callingCode: .max) == nil)
    }

    @Test(arguments: ["", "G", "GBR", "ZZ", "1X", "é", "\0\0"])
    func refusesCodesOfNoCountry(code: String) {
        #expect(Region(code) == nil)
    }

    @Test(
        arguments: [(String, String?)]([
            ("studio.com.br", "BR"), ("mail.co.uk", "GB"), ("FIRMA.DE", "DE"), ("startup.io", nil), ("mail.com", nil),
            ("", nil), (".", nil),
        ]))
    func readsTheCountryOfADomain(domain: String, code: String?) {
        #expect(Region(domain: domain)?.code == code)
    }
}
