import Classification
import ContactDetection
import Correspondence
import Settings
import Storage
import Testing
import Text

@testable import Operations

/// Phrases of somebody's own, before they count.
@Suite struct RulesTrialTests {
    private static let own = Array("language: en\n\n[yes]\ncowabunga my friend\n".utf8)
    private static let words = "Cowabunga my friend!"
    private let settings = MosaicSettings(accounts: [], database: .sqlite(path: ":memory:"))

    @Test func ownPhrasesCountBesideThoseThatShip() throws {
        let shipped = try RulesClassifier()
        let adding = try RulesClassifier(adding: [("rules/en.txt", Self.own)])
        let request = ClassificationRequest(ownText: "Cowabunga my friend!")
        #expect(shipped.judge(request).intent != .interested)
        #expect(adding.judge(request).intent == .interested)
        #expect(adding.version != shipped.version)
        #expect(adding.languages == shipped.languages)
        for text in ["Please stop writing to me.", "Yes, tell me more!", "No thanks"] {
            let request = ClassificationRequest(ownText: text)
            #expect(adding.judge(request).intent == shipped.judge(request).intent, "\(text)")
        }
    }

    @Test func aFaultNamesTheFileAndTheLine() {
        let error = #expect(throws: RulesError.self) {
            try RulesClassifier(adding: [("rules/en.txt", Array("language: en\n\n[perhaps]\nwell\n".utf8))])
        }
        #expect(error.map { "\($0)".contains("rules/en.txt") } == true)
    }

    @Test func aTrialShowsWhatWouldComeOutOtherwise() async throws {
        try await Desk.with(saying: Self.words) { desk in
            try await desk.decide(.handOff(.clarification), text: Self.words)
            let trial = try await RulesTrial.of(
                RulesClassifier(adding: [("rules/en.txt", Self.own)]), against: RulesClassifier(), in: desk.store,
                detector: ContactDetector(), settings: settings)
            #expect(trial.count == 1 && trial.flips.count == 1)
            #expect(trial.flips.first?.after == "start_sequence" && trial.wouldSend)
            let same = try await RulesTrial.of(
                RulesClassifier(), against: RulesClassifier(), in: desk.store, detector: ContactDetector(),
                settings: settings)
            #expect(same.flips.isEmpty && !same.wouldSend && same.corrections == nil)
        }
    }

    @Test func correctionsAreCasesForReplay() async throws {
        try await Desk.with(saying: Self.words) { desk in
            let none = try await CorrectionList(of: desk.store)
            #expect(throws: OperationFailure.self) { _ = try none.cases }
            try await desk.decide(.handOff(.clarification), text: Self.words)
            let conversation = try #require(try await ConversationList(of: desk.store, limit: 1).conversations.first)
            _ = try await Interventions(desk.store).correct(conversation.id, to: .interested)
            let cases = try await CorrectionList(of: desk.store).cases
            #expect(cases.map(\.intent) == [.interested])
            let trial = try await RulesTrial.of(
                RulesClassifier(adding: [("rules/en.txt", Self.own)]), against: RulesClassifier(), in: desk.store,
                detector: ContactDetector(), settings: settings)
            #expect(trial.corrections.map { [$0.all, $0.before, $0.after] } == [1, 0, 1])
        }
    }
}
