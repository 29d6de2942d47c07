package import Correspondence
package import Outreach

/// A campaign as somebody wants it.
package struct CampaignDraft: Sendable, Hashable {
    package struct Sender: Sendable, Hashable {
        package var address: EmailAddress
        package var weight: Int
        package var dailyLimit: Int?
        package var signature: String?

        package init(_ address: EmailAddress, weight: Int = 1, dailyLimit: Int? = nil, signature: String? = nil) {
            self.address = address
            self.weight = weight
            self.dailyLimit = dailyLimit
            self.signature = signature
        }
    }

    package struct Step: Sendable, Hashable {
        /// The step's name, which identifies it in the next edit.
        package var name: String
        package var delay: StepDelay
        /// Nil: the conversation's own subject.
        package var subject: String?
        package var text: String?
        package var html: String?
        /// Its variants; empty: there is one wording only. The text above is that of the first.
        package var variants: [Variant]
        /// The number of leads of each variant at which results are judged for the last time; nil: they are never judged.
        package var trial: Int?

        package init(
            name: String, delay: StepDelay, subject: String? = nil, text: String? = nil, html: String? = nil,
            variants: [Variant] = [], trial: Int? = nil
        ) {
            self.name = name
            self.delay = delay
            self.subject = subject
            self.text = text
            self.html = html
            self.variants = variants
            self.trial = trial
        }
    }

    /// One wording of a step.
    package struct Variant: Sendable, Hashable {
        /// The variant's name, which identifies it in the next edit.
        package var name: String
        package var weight: Int
        package var subject: String?
        package var text: String?
        package var html: String?

        package init(name: String, weight: Int = 1, subject: String? = nil, text: String? = nil, html: String? = nil) {
            self.name = name
            self.weight = weight
            self.subject = subject
            self.text = text
            self.html = html
        }
    }

    package var name: String
    package var rules: CampaignRules
    package var senders: [Sender]
    package var steps: [Step]

    package init(name: String, rules: CampaignRules, senders: [Sender], steps: [Step]) {
        self.name = name
        self.rules = rules
        self.senders = senders
        self.steps = steps
    }
}
