import Correspondence
import Testing

@Suite struct InstallationMarkTests {
    @Test func aMarkIsReadBackFromItsMessageID() throws {
        let mark = InstallationMark(installation: "ab12")
        let id = try #require(mark.messageID(number: 7, at: "mosaic.test"))
        #expect(id.text == "mosaic-installation.ab12.7@mosaic.test")
        #expect(InstallationMark(id) == mark)
    }

    @Test(arguments: ["abc@mosaic.test", "mosaic-installation.@mosaic.test", "x.mosaic-installation.ab@mosaic.test"])
    func otherMailIsNoMark(_ id: String) throws {
        #expect(InstallationMark(try #require(MessageID(id))) == nil)
    }
}
