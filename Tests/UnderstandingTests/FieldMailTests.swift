import Classification
import ContactDetection
import Correspondence
import Reading
import Testing

@testable import Understanding

/// Each symptom that people reported of other mail tools, on the same path as `mosaic classify` and the engine.
@Suite struct FieldMailTests {
    private static let chain = Result { ClassifierChain(rules: try RulesClassifier(), reader: .shipped) }
    private static let detector = Result { try ContactDetector() }

    @Test func theyAreAllThere() { #expect(FieldMail.all.count == 74) }

    @Test(arguments: FieldMail.all)
    func isJudgedAsACarefulUserExpects(_ mail: FieldMail) async throws {
        let understanding = ReplyUnderstanding(detector: try Self.detector.get())
        let reply = try understanding.understand(
            ReplyInput(mail.bytes(), fileName: mail.file), receivedAt: FieldMail.received)
        let judged = await ReplyExamination(understanding, classifier: try Self.chain.get()).judge(reply)
        #expect(mail.want.contains(judged.decision.kind.rawValue), "\(judged.decision.name): \(reply.ownText)")
        expectText(reply, mail)
        expectNumbers(judged, mail)
        if let machine = mail.machine { #expect(reply.machine.map { machine.contains($0.name) } == true) }
        if let answers = mail.irt { #expect(reply.mail?.headers.answers.map(\.text) == answers) }
    }

    /// Somebody who may come back later, or on other terms, is no refusal.
    @Test(arguments: [
        "Not right now, maybe next year", "Maybe later, I'm super busy with finals",
        "Currently fully booked until March, reach out then?", "Sorry I only saw this now. No time this week.",
        "Not interested in affiliate, but open to paid collabs",
    ])
    func whoeverPutsUsOffGoesToAPerson(_ text: String) async throws {
        let understanding = ReplyUnderstanding(detector: try Self.detector.get())
        let reply = try understanding.understand(.plainBody(text), receivedAt: FieldMail.received)
        let judged = await ReplyExamination(understanding, classifier: try Self.chain.get()).judge(reply)
        #expect(judged.decision.kind == .handOff, "\(judged.decision.name)")
    }

    private func expectText(_ reply: UnderstoodReply, _ mail: FieldMail) {
        let own = reply.ownText.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for text in mail.has ?? [] { #expect(own.contains(text), "“\(text)” is not in “\(own)”") }
        for text in mail.hasnot ?? [] { #expect(!own.contains(text), "“\(text)” is in “\(own)”") }
    }

    private func expectNumbers(_ judged: JudgedReply, _ mail: FieldMail) {
        let numbers = judged.contacts.filter { $0.kind == .phone || $0.kind == .whatsapp }
        if let phones = mail.phones { #expect(Set(numbers.map(\.value)) == Set(phones)) }
        for digits in mail.nophones ?? [] {
            #expect(!numbers.contains { $0.zone == .own && $0.value.contains(digits) }, "\(digits)")
        }
    }
}
