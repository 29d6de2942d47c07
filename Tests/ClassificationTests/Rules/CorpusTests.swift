import Correspondence
import Testing

@testable import Classification

@Suite struct CorpusTests {
    @Test func rulesJudgeTheDevelopedCorpus() {
        let matrix = ConfusionMatrix(Corpus.developed) { RulesClassifier.shipped.judge($0.request) }
        print("developed corpus, \(Corpus.developed.count) rows, accuracy \(matrix.accuracy)\n\(matrix)")
        for language in matrix.languages { print("\(language.name): \(language.accuracy)") }
        for line in matrix.wrong { print(line) }
        #expect(Corpus.developed.count >= 400)
        #expect(matrix.accuracy >= 0.9)
    }

    @Test func rulesJudgeWhatWasWrittenBeforeThem() {
        let matrix = ConfusionMatrix(Corpus.heldOut) { RulesClassifier.shipped.judge($0.request) }
        print("held-out corpus, \(Corpus.heldOut.count) rows, accuracy \(matrix.accuracy)\n\(matrix)")
        for language in matrix.languages { print("\(language.name): \(language.accuracy)") }
        for line in matrix.wrong { print(line) }
        #expect(Corpus.heldOut.count >= 250)
        #expect(matrix.accuracy >= 0.85)
    }

    @Test(arguments: (Corpus.developed + Corpus.heldOut).filter(\.mustNotBeAnswered))
    func noReplyButConsentEarnsAMail(reply: LabelledReply) {
        #expect(!RulesClassifier.shipped.judge(reply.request).maySend)
    }

    @Test func plainConsentEarnsAMail() {
        let consenting = (Corpus.developed + Corpus.heldOut).filter { $0.intent == .interested }
        let sent = consenting.count { RulesClassifier.shipped.judge($0.request).maySend }
        print("consenting replies that the rules alone would answer: \(sent) of \(consenting.count)")
        #expect(Double(sent) >= 0.7 * Double(consenting.count))
    }

    @Test(arguments: Corpus.developed + Corpus.heldOut)
    func evidenceStandsInTheText(reply: LabelledReply) {
        guard let evidence = RulesClassifier.shipped.judge(reply.request).evidence else { return }
        #expect(reply.body.contains(evidence))
    }
}
