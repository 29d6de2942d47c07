package import Storage

extension CampaignDraft {
    /// With a footer below every text; an empty footer changes nothing.
    package func withFooter(_ words: String) -> CampaignDraft {
        guard !words.allSatisfy(\.isWhitespace) else { return self }
        let footer = CampaignFooter(words)
        var draft = self
        for place in draft.steps.indices {
            draft.steps[place].text = steps[place].text.map { footer.below(text: $0) }
            draft.steps[place].html = steps[place].html.map { footer.below(html: $0) }
            for (number, variant) in steps[place].variants.enumerated() {
                draft.steps[place].variants[number].text = variant.text.map { footer.below(text: $0) }
                draft.steps[place].variants[number].html = variant.html.map { footer.below(html: $0) }
            }
        }
        return draft
    }
}
