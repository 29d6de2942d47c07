package import Timing

/// Recent mail, as the database counts it for one mail that is about to go out.
package struct SendHistory: Hashable, Sendable {
    /// Mails of this purpose in this conversation, ever.
    package var conversationMails: Int
    /// Mails of this purpose to this contact in the last 30 days, over all accounts and conversations.
    package var contactMails: Int
    /// The last automatic mail to this contact outside this conversation.
    package var lastMailElsewhere: Timestamp?
    /// The account's last mail.
    package var accountLastMail: Timestamp?
    /// The account's mails in the last 24 h, and the oldest of them.
    package var accountMails: Int
    package var accountOldestMail: Timestamp?
    /// The same since a person let the account's own limit count anew; nil where nobody did within the last 24 h.
    package var sinceReset: Count?
    /// Mails of the whole installation in the last 60 s, and the oldest of them.
    package var burst: Int
    package var burstBegan: Timestamp?
    /// The account's mails of the last 24 h that bounced, were refused for their address or drew a complaint, counted from when
    /// a person last let it send again, and the oldest of them.
    package var accountBounces: Int
    package var accountOldestBounce: Timestamp?

    /// A number of mails, and when the oldest of them left.
    package struct Count: Hashable, Sendable {
        package var mails: Int
        package var oldest: Timestamp?

        package init(mails: Int, oldest: Timestamp?) {
            self.mails = mails
            self.oldest = oldest
        }
    }

    package init(
        conversationMails: Int = 0, contactMails: Int = 0, lastMailElsewhere: Timestamp? = nil,
        accountLastMail: Timestamp? = nil, accountMails: Int = 0, accountOldestMail: Timestamp? = nil,
        sinceReset: Count? = nil, burst: Int = 0,
        burstBegan: Timestamp? = nil, accountBounces: Int = 0, accountOldestBounce: Timestamp? = nil
    ) {
        self.conversationMails = conversationMails
        self.contactMails = contactMails
        self.lastMailElsewhere = lastMailElsewhere
        self.accountLastMail = accountLastMail
        self.accountMails = accountMails
        self.accountOldestMail = accountOldestMail
        self.sinceReset = sinceReset
        self.burst = burst
        self.burstBegan = burstBegan
        self.accountBounces = accountBounces
        self.accountOldestBounce = accountOldestBounce
    }
}
