package import Correspondence
package import Outreach

/// A campaign as somebody wants it to be.
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
        /// By which it is found again in the next edit.
        package var name: String
        package var delay: StepDelay
        /// Nil: the conversation's own.
        package var subject: String?
        package var text: String?
        package var html: String?
        /// Other ways to say it; empty: one for all. The words above are those of the first.
        package var variants: [Variant]
        /// Leads of each variant after which their results are judged for the last time; nil: nobody judges.
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

    /// One way to say a step.
    package struct Variant: Sendable, Hashable {
        /// By which it is found again in the next edit.
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
