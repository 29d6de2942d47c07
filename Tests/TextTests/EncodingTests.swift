import Testing
import Text

struct EncodingTests {
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func base64IsThatOfTheRFC(_ text: String, _ encoded: String) {
        #expect(Base64.encoded(text.utf8) == encoded)
        #expect(Base64.decoded(encoded.utf8) == Array(text.utf8))
        let bare = encoded.filter { $0 != "=" }
        #expect(Base64.encoded(text.utf8, as: .url) == bare)
        #expect(Base64.decoded(bare.utf8, as: .url) == Array(text.utf8))
    }

    @Test func theLastTwoCharactersDependOnTheAlphabet() {
        let bytes: [UInt8] = [0xFB, 0xEF, 0xBE, 0xFF, 0xFF, 0xFF]
        #expect(Base64.encoded(bytes) == "++++////")
        #expect(Base64.encoded(bytes, as: .url) == "----____")
        #expect(Base64.decoded("++++".utf8, as: .url) == nil)
        #expect(Base64.decoded("----".utf8) == nil)
    }

    @Test(arguments: ["Z", "Zg", "Zg=", "Zg===", "Zm8", "Zh==", "Zm9=", "Zm9v=", "====", "Zg==Zg==", "Zm 9v", "Zm9v\n"])
    func textThatEncodingNeverMakesIsRefused(_ text: String) {
        #expect(Base64.decoded(text.utf8) == nil)
    }

    @Test(arguments: ["Zg==", "Z", "Zh"])
    func urlTextIsNotPadded(_ text: String) {
        #expect(Base64.decoded(text.utf8, as: .url) == nil)
    }

    @Test(arguments: 0...255)
    func everyByteSurvives(_ byte: Int) {
        for count in 0...4 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: byte + $0 * 37) }
            #expect(Base64.decoded(Base64.encoded(bytes).utf8) == bytes)
            #expect(Base64.decoded(Base64.encoded(bytes, as: .url).utf8, as: .url) == bytes)
            #expect(Hexadecimal.decoded(Hexadecimal.encoded(bytes).utf8) == bytes)
        }
    }

    @Test func hexadecimalIsWrittenInLowerCaseAndReadInBoth() {
        #expect(Hexadecimal.encoded([0x00, 0x0A, 0xFF]) == "000aff")
        #expect(Hexadecimal.decoded("0aFf".utf8) == [0x0A, 0xFF])
    }

    @Test(arguments: ["0", "0g", "0x00", "00 ", "é0"])
    func whatIsNoPairsOfDigitsIsRefused(_ text: String) {
        #expect(Hexadecimal.decoded(text.utf8) == nil)
    }

    @Test(arguments: [
        ("plain é", "plain é"), ("<b>\"hi\" & 'bye'</b>", "&lt;b&gt;&#34;hi&#34; &amp; &#39;bye&#39;&lt;/b&gt;"),
        ("&amp;", "&amp;amp;"), ("", ""),
    ])
    func textIsEscapedForHTML(_ text: String, _ escaped: String) {
        #expect(text.htmlEscaped == escaped)
    }
}
