/// A provider's report on a mail of ours. It may come twice, late, and in any order.
package struct ProviderReport: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The mail certainly left.
        case left
        /// Accepted, and then not sent.
        case rejected
        /// The address accepts no mail.
        case bounced
        /// Its recipient complained about it.
        case complained
    }

    package let kind: Kind
    /// The ids that the mail may be known by here: ours, and the provider's.
    package let ids: [MessageID]
    /// The provider's id, which the recipient sees.
    package let alias: MessageID?
    /// The recipients it is about; empty: everybody who got the mail.
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
