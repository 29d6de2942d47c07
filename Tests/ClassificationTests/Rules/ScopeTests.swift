import Correspondence
import Testing

@testable import Classification

/// Whether a mark restricts this consent.
@Suite struct ScopeTests {
    private func answers(_ text: String) -> Bool { RulesClassifier.shipped.judge(text).maySend }

    @Test(arguments: [
        "At first I wasn't sure, but now I'd love to join.",
        "Until this morning I thought these mails were fake. Count me in!",
        "I don't usually do this, but I'm in!", "Anfangs war ich skeptisch, aber jetzt bin ich dabei!",
        "Al principio dudaba, pero ahora quiero participar.", "Au début j'hésitais, mais je veux participer.",
        "Сначала сомневалась, но теперь точно хочу участвовать.", "最初は迷いましたが、ぜひ参加したいです。",
    ])
    func aDoubtThatWasOvercomeTakesNothingAway(text: String) {
        #expect(answers(text), "\(RulesClassifier.shipped.judge(text).explanation)")
    }

    @Test(arguments: [
        "I'd love to join, but at first I need to know the pay.", "At first I wanted to join, but I'm not interested.",
        "I'd love to join. At first I wasn't sure, but now I don't want to.", "At first glance: no.",
        "Usually I charge 300 per video, but count me in.", "I usually say no.",
        "Normally I'd love to join, but I can't.", "Anfangs wollte ich mitmachen, jetzt habe ich kein Interesse.",
    ])
    func whatStandsBehindAnEarlierMindCounts(text: String) {
        #expect(!answers(text), "\(RulesClassifier.shipped.judge(text).explanation)")
    }

    @Test(arguments: [
        "My sister did one of your campaigns last spring. Happy to join!",
        "The kids were already fighting over the parcel at dinner, so count me in!",
        "No question about it, I'm in.", "When you have a minute, send the next steps over. I'm in!",
        "Was für eine schöne Überraschung! Ich bin dabei, sagen Sie mir einfach, was Sie brauchen.",
    ])
    func aCommitmentCarriesSmallTalk(text: String) {
        #expect(answers(text), "\(RulesClassifier.shipped.judge(text).explanation)")
    }

    @Test(arguments: [
        // Nothing commits its writer.
        "What a lovely product. My sister raved about the parcel.", "Yes. Quetzal fribble the wug of plonk, zarf.",
        // Behind the commitment, and in a part that nobody understands.
        "I'd love to join, alas the quorum vetoed.", "Count me in for the flibbertigibbet.",
        // A sentence in a language without rules.
        "Nem érdekel, köszönöm szépen. Count me in!", "En ole kiinnostunut. I'd love to join!",
    ])
    func unknownWordsInTheWrongPlaceAreForAPerson(text: String) {
        #expect(!answers(text), "\(RulesClassifier.shipped.judge(text).explanation)")
    }

    /// Words that languages share must not judge a text in a third.
    @Test(arguments: [
        "Ikke interessert, takk for at du spurte meg om det", "Nincs időm erre, köszönöm az üzenetet",
        "Ne želim sudjelovati u ovoj kampanji hvala lijepa", "Nem szeretnék részt venni ebben a kampányban",
        "En ole kiinnostunut tästä kampanjasta kiitos", "Ma ei soovi selles osaleda, tänan kirja eest",
    ])
    func aLanguageWithoutRulesIsJudgedByAPerson(text: String) {
        let verdict = RulesClassifier.shipped.judge(text)
        #expect(!verdict.maySend)
        #expect(DecisionRouter.decide(ReplyFacts(verdict: verdict)).isForAPerson, "\(verdict.explanation)")
    }
}

extension Decision {
    fileprivate var isForAPerson: Bool { if case .handOff = self { true } else { false } }
}
