import Testing
import Text

struct ASCIITests {
    @Test(arguments: 0...255)
    func bytesAreClassifiedAsUnicodeClassifiesASCII(_ value: Int) {
        let byte = UInt8(value)
        let character: Character? = byte < 0x80 ? Character(Unicode.Scalar(byte)) : nil
        #expect(byte.isASCIILetter == (character?.isLetter ?? false))
        #expect(byte.isASCIIDigit == (character?.isWholeNumber ?? false))
        #expect(byte.isASCIIWhitespace == (character?.isWhitespace ?? false))
        #expect(byte.digitValue.map(Int.init) == character?.wholeNumberValue)
        #expect(byte.hexadecimalValue.map(Int.init) == character?.hexDigitValue)
    }

    @Test(arguments: [("Straße", "STRAßE", "straße"), ("É_[{Zz", "É_[{ZZ", "É_[{zz"), ("", "", "")])
    func onlyLettersOfASCIIChangeTheirCase(_ text: String, _ upper: String, _ lower: String) {
        #expect(text.asciiUppercased == upper)
        #expect(text.asciiLowercased == lower)
    }
}
