package import Correspondence

/// The input of a classifier: the writer's own words, and facts already established about them.
package struct ClassificationRequest: Hashable, Sendable {
    /// What the writer wrote in this mail; quoted text and signature are not part of it.
    package let ownText: String
    /// The decoded subject line; empty when there is none.
    package let subject: String
    /// The findings of contact detection, of which only the own zone counts here.
    package let contacts: [ContactDetail]
    /// The number of our answers that this conversation has already received.
    package let earlierAnswersSent: Int

    package init(
        ownText: String, subject: String = "", contacts: [ContactDetail] = [], earlierAnswersSent: Int = 0
    ) {
        self.ownText = ownText
        self.subject = subject
        self.contacts = contacts
        self.earlierAnswersSent = earlierAnswersSent
    }

    /// The contact that outreach asks for, given in the writer's own words.
    var ownContact: ContactDetail? {
        contacts.first { $0.zone == .own && $0.kind.answersTheQuestion }
    }
}
