import Classification
import ContactDetection
import Correspondence
import TestServers
import Testing
import Text
import Timing
import Understanding

@testable import Operations

@Suite struct ReplayTests {
    private func result(
        _ id: String, expected: Intent, given: Intent, decision: Decision = .complete, language: String? = nil,
        wanted: [ReplayCase.Contact]? = nil, found: [ContactDetail] = []
    ) -> ReplayResult {
        ReplayResult(
            replayed: ReplayCase(
                id: id, input: .plainBody(""), language: language, region: nil, intent: expected, contacts: wanted),
            judged: JudgedReply(
                verdict: IntentVerdict(intent: given, confidence: 1, maySend: false, source: .rules(version: "t")),
                contacts: found, decision: decision),
            ownText: "")
    }

    private func score(_ cases: [ReplayCase]) async throws -> ReplayScore {
        let replay = Replay(detector: try ContactDetector(), classifier: try RulesClassifier())
        return ReplayScore(results: try await replay.results(of: cases))
    }

    private func contact(_ kind: ContactDetail.Kind, _ value: String, _ zone: TextZone = .own) -> ContactDetail {
        ContactDetail(kind: kind, value: value, zone: zone, range: 0..<1)
    }

    @Test func aLineBecomesAMail() throws {
        let line = try JSON(
            reading: #"""
                {"id": 3, "subject": "Re: Hé", "body": "Sí\n", "from": "Ana <a@b.example>", "lang": "es",
                 "headers": {"Auto-Submitted": "auto-replied", "X-Two": ["1", "2"]}, "intent": "AUTO_REPLY"}
                """#.utf8)
        let replayed = try ReplayCase(line: line, fallbackID: "1")
        #expect(replayed.id == "3")
        #expect(replayed.language == "es")
        #expect(replayed.contacts == nil)
        let reply = try ReplyUnderstanding(detector: ContactDetector()).understand(
            replayed.input, receivedAt: .epoch)
        #expect(reply.subject == "Re: Hé")
        #expect(reply.ownText == "Sí")
        #expect(reply.machine?.intent == .autoReply)
        guard case .mail(let bytes) = replayed.input else {
            Issue.record("the case is no mail")
            return
        }
        #expect(String(decoding: bytes, as: UTF8.self).contains("X-Two: 1\nX-Two: 2\n"))
    }

    @Test func noValueCanBeginALineOfTheHeader() {
        let mail = MailOfCase(
            from: "a@b.example", subject: "x\nAuto-Submitted: auto-replied", headers: [("X\nY", "z")], body: "b")
        let text = String(decoding: mail.bytes, as: UTF8.self)
        #expect(text.contains("Subject: x Auto-Submitted: auto-replied\n"))
        #expect(!text.contains("Y: z"))
    }

    @Test func whatTheCaseSaysItselfIsNotSaidTwice() {
        let mail = MailOfCase(
            from: nil, subject: "x", headers: [("content-type", "text/html")], body: "<p>b</p>")
        let text = String(decoding: mail.bytes, as: UTF8.self)
        #expect(text.contains("content-type: text/html"))
        #expect(!text.contains("text/plain"))
    }

    @Test(arguments: [#"{"body":"x"}"#, #"{"body":"x","intent":"MAYBE"}"#, #"{"intent":"INTERESTED"}"#, "1"])
    func aLineThatIsNoCaseIsRefused(_ line: String) throws {
        let json = try JSON(reading: line.utf8)
        #expect(throws: ReplayCaseError.self) { try ReplayCase(line: json, fallbackID: "1") }
    }

    @Test func sharesAreCounted() {
        let score = ReplayScore(results: [
            result("1", expected: .interested, given: .interested, language: "en"),
            result("2", expected: .interested, given: .clarification, language: "en"),
            result("3", expected: .notInterested, given: .interested, decision: .startSequence, language: "es"),
            result("4", expected: .clarification, given: .interested, decision: .startSequence),
        ])
        #expect(score.accuracy == 0.25)
        #expect(score.precision(.interested) == 1.0 / 3)
        #expect(score.recall(.interested) == 0.5)
        #expect(score.precision(.bounce) == nil)
        #expect(score.count(.notInterested, as: .interested) == 1)
        #expect(score.languages.map(\.name) == ["en", "es"])
        #expect(score.languages.map(\.accuracy) == [0.5, 0])
        #expect(score.calibration.tenths.map(\.tenth) == [9])
        #expect(score.calibration.tenths.map(\.count) == [4])
        #expect(score.calibration.tenths.map(\.right) == [1])
        // A mail to somebody who asked is wrong; to somebody who refused it does harm.
        #expect(score.harmful.map(\.replayed.id) == ["3"])
        #expect(score.differing.map(\.replayed.id) == ["2", "3", "4"])
    }

    @Test(arguments: [
        (Intent.interested, Decision.complete, true), (.interested, .optOut, true),
        (.clarification, .ignore(.list), true),
        (.contactProvided, .handOff(.unsure), false), (.interested, .startSequence, false),
        (.notInterested, .complete, false), (.unsubscribe, .optOut, false),
    ])
    func whoDidNotRefuseAndIsSeenByNobodyIsLost(expected: Intent, decision: Decision, isLost: Bool) {
        let score = ReplayScore(results: [result("1", expected: expected, given: expected, decision: decision)])
        #expect(score.lost.count == (isLost ? 1 : 0))
        #expect(ReplayReport(score, classifier: "rules").json["lost"]?.items?.count == (isLost ? 1 : 0))
    }

    @Test func whatEndedUnseenAndWhoGotAMailTooSoonIsCounted() {
        let score = ReplayScore(results: [
            result("1", expected: .notInterested, given: .notInterested, decision: .complete),
            result("2", expected: .unsubscribe, given: .unsubscribe, decision: .optOut),
            result("3", expected: .interested, given: .notInterested, decision: .complete),
            result("4", expected: .interested, given: .interested, decision: .startSequence),
            result("5", expected: .clarification, given: .interested, decision: .startSequence),
            result("6", expected: .notInterested, given: .clarification, decision: .handOff(.unsure)),
        ])
        #expect(score.ended.map(\.replayed.id) == ["1", "2", "3"])
        #expect(score.rightlyEnded.map(\.replayed.id) == ["1", "2"])
        #expect(score.hasty.map(\.replayed.id) == ["5"])
        #expect(score.answered.map(\.replayed.id) == ["4"])
        let json = ReplayReport(score, classifier: "rules").json
        #expect(json["ended"]?["right"] == .int(2))
        #expect(json["ended"]?["count"] == .int(3))
        #expect(json["agreed"]?["answered"] == .int(1))
        #expect(json["hasty"]?.items?.count == 1)
    }

    /// Replies by somebody who had not seen the rules, read as `mosaic run` reads them.
    @Test func strangersGetNoHarmfulMailAndNobodyIsLost() async throws {
        let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(
            separator: "/")
        let cases = try ReplayCorpus.cases(at: folder + "/ClassificationTests/Corpus/Strangers/first.jsonl")
        let score = try await score(cases)
        print("strangers' replies: \(score.results.count), accuracy \(score.accuracy)")
        #expect(score.results.count >= 200)
        #expect(score.accuracy >= 0.9)
        #expect(score.harmful.map(\.replayed.id) == [])
        #expect(score.lost.map(\.replayed.id) == [])
    }

    /// Consent with something beside it that refuses nothing. Words of an opt-out after a yes count as one: two of these.
    @Test(arguments: [("farewells", 0), ("small-talk", 2), ("small-talk-elsewhere", 0), ("footers", 0)])
    func whatStandsBesideAYesLosesNobody(file: String, lost: Int) async throws {
        let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(
            separator: "/")
        let cases = try ReplayCorpus.cases(at: folder + "/ClassificationTests/Corpus/Generated/\(file).jsonl")
        let score = try await score(cases)
        #expect(score.results.count > 50)
        #expect(score.lost.count <= lost, "\(score.lost.map(\.replayed.id))")
    }

    /// What a company puts under every mail is no demand of its writer.
    @Test(arguments: [
        "We process personal data in accordance with the GDPR. See our privacy policy at https://kite.example/privacy.",
        "Bright Kite Ltd, registered in England. Data protection: how we handle your personal data: https://kite.example/p",
        "To unsubscribe from our newsletter, click here: https://kite.example/u",
        "Informationen zum Datenschutz finden Sie unter https://kite.example/datenschutz",
        "Ai sensi del Reg. UE 2016/679 (GDPR) le informazioni contenute in questo messaggio sono riservate.",
        "My working hours may not be your working hours. Please do not feel obliged to reply outside of yours.",
        "I only check email on Mondays. Don't email me on weekends :)",
    ])
    func aFooterUnderAYesLosesNobody(footer: String) async throws {
        let bodies = [
            "Yes please, I'd love to take part!\n\nBest,\nImogen Pell\nBright Kite\n\n", "Let's do it. Imogen\n\n",
        ]
        let cases = try bodies.enumerated().map { number, body in
            try ReplayCase(
                line: ["id": "\(number)", "body": body + footer, "intent": "INTERESTED"],
                fallbackID: "")
        }
        let score = try await score(cases)
        #expect(score.lost.map { $0.judged.decision.name } == [])
    }

    @Test func contactsCountInTheOwnTextAndWhereSomethingIsExpected() {
        let score = ContactScore([
            result(
                "1", expected: .contactProvided, given: .contactProvided,
                wanted: [
                    .init(kind: "phone", value: "+44 20 7946 0000"), .init(kind: "address", value: "1 High St, London"),
                ],
                found: [
                    contact(.phone, "+442079460000"), contact(.address, "1 High St\nLondon"),
                    contact(.link, "x.example"),
                    contact(.whatsapp, "+5511912345678"), contact(.phone, "+33123456789", .signature),
                ]),
            result("2", expected: .interested, given: .interested, wanted: nil, found: [contact(.phone, "+1")]),
        ])
        #expect(score.expected == 2)
        #expect(score.right == 2)
        #expect(score.found == 3)
        #expect(score.recall == 1)
        #expect(score.precision == 2.0 / 3)
    }

    @Test func aWrongCountryIsCountedByItself() {
        let score = ContactScore([
            result(
                "1", expected: .contactProvided, given: .contactProvided,
                wanted: [
                    .init(kind: "phone", value: "+639177654321"), .init(kind: "whatsapp", value: "0803 765 4321"),
                    .init(kind: "phone", value: "+447400123377"),
                ],
                found: [
                    contact(.phone, "+449177654321"), contact(.whatsapp, "0803 765 4321"),
                    contact(.phone, "07400 123377"),
                ])
        ])
        #expect(score.expected == 3)
        #expect(score.right == 1)
        #expect(score.wrongCountries == 1)
        #expect(score.unresolved == 1)
        #expect(score.found == 2)
    }

    /// A case's own region comes before that of the run.
    @Test func numbersAreReadInTheRegionOfTheirCase() async throws {
        let line: (String?) throws -> ReplayCase = { region in
            try ReplayCase(
                line: ["body": "my number: 98765 43210", "region": region, "intent": "CONTACT_PROVIDED"],
                fallbackID: region ?? "none")
        }
        let replay = Replay(detector: try ContactDetector(), classifier: try RulesClassifier(), region: "IN")
        let results = try await replay.results(of: [try line(nil), try line("US")])
        #expect(results[0].judged.contacts.map(\.value) == ["+919876543210"])
        #expect(results[1].judged.contacts.map(\.value) != ["+919876543210"])
    }

    @Test func anEmptyScoreIsNoDivisionByZero() {
        let report = ReplayReport(ReplayScore(results: []), classifier: "rules")
        #expect(report.json["accuracy"] == .double(0))
        #expect(ContactScore([]).precision == nil)
    }

    @Test func theJSONNamesWhatDoesHarm() {
        let report = ReplayReport(
            ReplayScore(results: [
                result("case-7", expected: .unsubscribe, given: .interested, decision: .startSequence)
            ]), classifier: "rules")
        #expect(report.json["harmful"]?.items?.first?["id"] == .string("case-7"))
    }

    @Test func aFolderHoldsMailsAndTheirExpectations() throws {
        let folder = try TemporaryFile.folder()
        TemporaryFile.append("From: a@b.example\nSubject: x\n\nYes!\n", to: "\(folder)/one.eml")
        TemporaryFile.append(#"{"intent": "INTERESTED", "lang": "en"}"#, to: "\(folder)/one.json")
        let cases = try ReplayCorpus.cases(at: folder)
        #expect(cases.map(\.id) == ["one"])
        #expect(cases.first?.intent == .interested)
        TemporaryFile.append("From: a@b.example\n\nHi\n", to: "\(folder)/two.eml")
        #expect(throws: OperationFailure.self) { try ReplayCorpus.cases(at: folder) }
    }

    @Test func aBrokenLineIsNamedByItsNumber() throws {
        let path = try TemporaryFile.file("c.jsonl", "{\"body\":\"x\",\"intent\":\"BOUNCE\"}\n\n{oops\n")
        #expect {
            _ = try ReplayCorpus.cases(at: path)
        } throws: { error in
            "\(error)".contains("Line 3")
        }
    }
}
