/// What a provider says became of a mail of ours. It may come twice, late, and in any order.
package struct ProviderReport: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The mail certainly left.
        case left
        /// Taken, and then not sent.
        case rejected
        /// The address takes no mail.
        case bounced
        /// Its recipient complained about it.
        case complained
    }

    package let kind: Kind
    /// By which of its ids the mail may be known here: ours, and the provider's.
    package let ids: [MessageID]
    /// The provider's, that its recipient knows it by.
    package let alias: MessageID?
    /// Whom it is about; empty: whoever got the mail.
    package let recipients: [EmailAddress]
    /// In the provider's words.
    package let detail: String

    package init(
        kind: Kind, ids: [MessageID], alias: MessageID? = nil, recipients: [EmailAddress] = [], detail: String
    ) {
        self.kind = kind
        self.ids = ids
        self.alias = alias
        self.recipients = recipients
        self.detail = detail
    }
}
