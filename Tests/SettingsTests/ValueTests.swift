import Correspondence
import Testing

@testable import Settings

@Suite struct ValueTests {
    @Test(arguments: [
        ("10", 10_000), ("0", 0), ("500ms", 500), ("10s", 10_000), ("5m", 300_000), ("24h", 86_400_000),
        ("3d", 259_200_000),
        ("24 hours", 86_400_000), ("1d12h", 129_600_000), ("1 d 12 h", 129_600_000), ("2 weeks", 1_209_600_000),
        ("1 Hour 30 Min", 5_400_000), ("3650d", 315_360_000_000),
    ])
    func durationsReadAsPeopleWriteThem(text: String, milliseconds: Int) {
        #expect(SettingValue.duration(text) == .milliseconds(milliseconds))
    }

    @Test(arguments: [
        "", "h", "-1", "+1", "1.5h", "1x", "1h2", "soon", "3651d", "99999999999999999999s", "٣h", "1d 2", "h1",
    ])
    func otherTextIsNoDuration(text: String) {
        #expect(SettingValue.duration(text) == nil)
    }

    @Test func outreachIsReadAsAPersonSaysIt() throws {
        #expect(try OutreachRule.parsed("similar") == .similar)
        #expect(try OutreachRule.parsed("ALL") == .all)
        #expect(try OutreachRule.parsed("label:Outreach") == .marked([.label("Outreach")]))
        #expect(try OutreachRule.parsed("Subject: Hello, world") == .marked([.subject("Hello, world")]))
        let address = try #require(EmailAddress("anna@brand.test"))
        #expect(
            try OutreachRule.parsed("label:A b, subject:c: d ,from:anna@brand.test")
                == .marked([.label("A b"), .subject("c: d"), .from(address)]))
    }

    @Test(arguments: [
        ("some", OutreachRule.Fault.notARule), ("to:x", .notARule), ("all, label:x", .notARule), ("label:", .emptyMark),
        ("label:x, subject: ", .emptyMark), ("from:anna", .notAnAddress),
    ])
    func otherRulesAreFaults(text: String, fault: OutreachRule.Fault) {
        #expect(throws: fault) { try OutreachRule.parsed(text) }
        #expect(!fault.sentence.isEmpty)
    }

    @Test(arguments: [
        ("boss@brand.test", true), ("BOSS@brand.test", true), ("other@brand.test", false), ("x@agency.test", true),
        ("x@mail.agency.test", true), ("x@notagency.test", false), ("x@firm.test", true), ("x@a.b.firm.test", true),
        ("x@test", false),
    ])
    func neverAnswerCoversAddressesAndWholeDomains(address: String, isCovered: Bool) throws {
        let (never, faulty) = NeverAnswer.parsed("boss@brand.test, @agency.test;*.firm.test  third.test")
        #expect(faulty.isEmpty)
        #expect(never.covers(try #require(EmailAddress(address))) == isCovered)
    }

    @Test func entriesThatAreNeitherAreCounted() {
        let (never, faulty) = NeverAnswer.parsed("a@b.test, test, münchen.test, @, *, x@@y.test, ok.test")
        #expect(faulty == [2, 3, 4, 5, 6])
        #expect(never.domains == ["ok.test"])
        #expect(NeverAnswer.parsed(" , ;").value == NeverAnswer())
    }

    @Test(arguments: [
        ("forever", Retention.forever), ("90d", .after(.seconds(7_776_000))), ("1 day", .after(.seconds(86_400))),
    ])
    func retentionIsASpanOrForever(text: String, retention: Retention) {
        #expect(Retention.parsed(text) == retention)
    }

    @Test(arguments: ["none", "0", "1h", "90", "always", ""])
    func otherRetentionsAreRefused(text: String) {
        #expect(Retention.parsed(text) == nil)
    }

    @Test(
        arguments: [("US", "US"), ("br", "BR"), ("XX", nil), ("UK", nil), ("Brazil", nil), ("", nil)]
            as [(String, String?)])
    func regionsAreThoseOfTheStandard(text: String, region: String?) {
        #expect(SettingValue.region(text) == region)
    }

    @Test(arguments: [
        ("Sent Items", true), ("Отправленные", true), ("a\u{7}b", false), (String(repeating: "a", count: 256), false),
    ])
    func mailboxNamesAreText(text: String, isName: Bool) {
        #expect((SettingValue.mailboxName(text) != nil) == isName)
    }

    @Test func extraRootsMustBeCertificates() {
        let files = Files.holding(["/ca.pem": "x\n-----BEGIN CERTIFICATE-----\nMII", "/hostname": "host"])
        #expect(AdditionalRoots.fault(of: "/ca.pem", files) == nil)
        #expect(AdditionalRoots.fault(of: "/hostname", files)?.contains("no certificate") == true)
        #expect(AdditionalRoots.fault(of: "/nope.pem", files)?.contains("cannot be read") == true)
    }
}
