import ContactDetection
import Correspondence
import Testing

@Suite struct ContactDetectorTests {
    let detector: ContactDetector

    init() throws {
        detector = try ContactDetector()
    }

    private func contacts(_ text: String, _ context: DetectionContext = DetectionContext(defaultRegion: "US"))
        -> [String]
    {
        detector.contacts(in: ZonedText(text), context: context).map { "\($0.kind.rawValue) \($0.value)" }
    }

    @Test func offsetsLeadToTheNumberInTheOriginal() throws {
        let text = "Olá 👋 meu zap: ＋５５ 11 91234\u{200B}-5678 ✅"
        let contact = try #require(detector.contacts(in: ZonedText(text), context: DetectionContext()).first)
        #expect(contact.value == "+5511912345678")
        #expect(String(decoding: Array(text.utf8)[contact.range], as: UTF8.self) == "＋５５ 11 91234\u{200B}-5678")
    }

    @Test func keycapsBelongToTheRange() throws {
        let text = "wa 9️⃣8️⃣7️⃣6️⃣5️⃣4️⃣3️⃣2️⃣1️⃣0️⃣!"
        let contact = try #require(
            detector.contacts(in: ZonedText(text), context: DetectionContext(defaultRegion: "IN")).first)
        #expect(contact.range == 3..<(text.utf8.count - 1))
    }

    @Test func spelledNumbersKeepTheirPlace() throws {
        let text = "Call nine eight seven six five four three two one zero now"
        let contact = try #require(
            detector.contacts(in: ZonedText(text), context: DetectionContext(defaultRegion: "IN")).first)
        #expect(contact.range == 5..<(text.utf8.count - 4))
    }

    @Test func everyZoneIsSearchedAndNamed() {
        let own = "My number: +91 98765 43210\n"
        let signature = "-- \nAnna, tel +1 415 555 0132\n"
        let quoted = "> Call +44 20 7946 0018\n"
        let text = own + signature + quoted
        let first = own.utf8.count
        let second = first + signature.utf8.count
        let zoned = ZonedText(
            text: text,
            segments: [
                ZonedText.Segment(zone: .own, range: 0..<first),
                ZonedText.Segment(zone: .signature, range: first..<second),
                ZonedText.Segment(zone: .quoted, range: second..<text.utf8.count),
            ])
        let found = detector.contacts(in: zoned, context: DetectionContext())
        #expect(found.map(\.zone) == [.own, .signature, .quoted])
        #expect(found.map(\.value) == ["+919876543210", "+14155550132", "+442079460018"])
    }

    @Test func aNumberNeverRunsOverTheEdgeOfAZone() {
        let text = "98765 43210"
        let zoned = ZonedText(
            text: text,
            segments: [
                ZonedText.Segment(zone: .own, range: 0..<5), ZonedText.Segment(zone: .quoted, range: 5..<11),
            ])
        #expect(detector.contacts(in: zoned, context: DetectionContext(defaultRegion: "IN")).isEmpty)
    }

    @Test func ourOwnNumbersAndAddressesAreNobodysContact() throws {
        let own = try #require(EmailAddress("outreach@ours.example"))
        let context = DetectionContext(
            defaultRegion: "IN", ownNumbers: ["+919876543210"], ownAddresses: [own])
        let text = "You wrote from outreach@ours.example, 98765 43210 or wa.me/919876543210; mine is 91234 56789"
        #expect(contacts(text, context) == ["phone +919123456789"])
    }

    @Test func theAddressSaysWhereANumberBelongs() {
        let text = "Rua das Flores, 123, Pinheiros, São Paulo - SP, 05422-010\n\nPhone: 11 91234-5678"
        #expect(contacts(text).contains("phone +5511912345678"))
    }

    @Test func languageAndDomainHintAtTheCountry() {
        let text = "Me liga: (11) 91234-5678"
        #expect(contacts(text, DetectionContext(language: "pt-BR")) == ["phone +5511912345678"])
        #expect(contacts(text, DetectionContext(language: "pt")) == ["phone +5511912345678"])
        #expect(contacts(text, DetectionContext(senderDomain: "estudio.com.br")) == ["phone +5511912345678"])
        #expect(contacts(text, DetectionContext(senderDomain: "studio.io")) == ["phone (11) 91234-5678"])
    }

    /// The digits are a number in several countries, and nothing says in which: a person is shown what it may be.
    @Test func aNumberThatNothingDecidesKeepsItsCandidates() throws {
        let text = "Sounds good! WhatsApp 0917 765 4321"
        let contact = try #require(detector.contacts(in: ZonedText(text), context: DetectionContext()).first)
        #expect(contact.kind == .whatsapp)
        #expect(!contact.isResolved)
        #expect(contact.value == "0917 765 4321")
        #expect(contact.candidates.contains(ContactDetail.Candidate(region: "PH", value: "+639177654321")))
        #expect(contact.candidates.count > 1)
        for context in [
            DetectionContext(defaultRegion: "PH"), DetectionContext(senderDomain: "studio.com.ph"),
            DetectionContext(language: "fil"),
        ] {
            #expect(contacts(text, context) == ["whatsapp +639177654321"])
        }
        #expect(contacts("I'm in Manila! WhatsApp 0917 765 4321", DetectionContext()) == ["whatsapp +639177654321"])
    }

    @Test func everyContactSaysHowSureItIsAndWhy() throws {
        let text = "Call +44 7400 123377 or 020 7946 0123. anna@studio.example\n\n221B Baker Street, London NW1 6XE"
        let found = detector.contacts(in: ZonedText(text), context: DetectionContext(defaultRegion: "GB"))
        #expect(found.map(\.kind) == [.phone, .phone, .email, .address])
        #expect(found.allSatisfy { (0.5...1).contains($0.confidence) && !$0.why.isEmpty })
        #expect(found[0].confidence > found[1].confidence)
        #expect(found[1].why.hasPrefix("GB: "))
        let quoted = detector.contacts(in: ZonedText(text, zone: .quoted), context: DetectionContext())
        #expect(zip(quoted, found).allSatisfy { $0.confidence < $1.confidence })
    }

    @Test func mailAddressesHandlesAndLinksAreKindsThatDoNotCount() {
        let found = detector.contacts(
            in: ZonedText(
                "anna@studio.example, @anna.creates, ig: anna_b and https://studio.example/work?id=4155550132"),
            context: DetectionContext(defaultRegion: "US"))
        #expect(found.map(\.kind) == [.email, .handle, .handle, .link])
        #expect(found.map(\.value).prefix(3) == ["anna@studio.example", "@anna.creates", "@anna_b"])
        #expect(!found.contains { $0.kind.answersTheQuestion })
    }

    @Test func aRepeatedNumberIsReportedOnce() {
        #expect(contacts("+91 98765 43210, I repeat: +919876543210") == ["phone +919876543210"])
    }

    @Test func invitationsToGroupsAreLinks() {
        #expect(contacts("https://chat.whatsapp.com/AbCdEf123456789").first?.hasPrefix("link") == true)
    }
}
