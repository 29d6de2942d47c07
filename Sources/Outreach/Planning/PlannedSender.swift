package import Correspondence
package import Timing

/// An account as one campaign's planning sees it, with the mails it has sent and those that are reserved for it.
package struct PlannedSender: Sendable {
    package let account: AccountID
    /// Its share of new leads; with 0 it only goes on with those it has.
    package let weight: Int
    package let pacing: Pacing
    /// The campaign's window and the account's hours.
    package let open: OpenTime
    package let limits: [RollingLimit]
    /// Instants of its mails for anybody in the last 24 h, oldest first, and of those that are reserved.
    package private(set) var mails: [Timestamp]
    /// Those of them that are the campaign's: a longer pause is made after so many of these. Mails of others do not bring it
    /// nearer, and none of them can put it off.
    private var campaignMails: [Timestamp]
    /// Not before this instant its next mail may leave.
    package private(set) var nextMailAt: Timestamp?
    /// Leads of the campaign that it writes to.
    package private(set) var leadsTaken: Int

    package init(
        account: AccountID, weight: Int = 1, pacing: Pacing = Pacing(), open: OpenTime, limits: [RollingLimit] = [],
        mails: [Timestamp] = [], campaignMails: [Timestamp] = [], nextMailAt: Timestamp? = nil, leadsTaken: Int = 0
    ) {
        self.account = account
        self.weight = weight
        self.pacing = pacing
        self.open = open
        self.limits = limits
        self.mails = mails
        self.campaignMails = campaignMails
        self.nextMailAt = nextMailAt
        self.leadsTaken = leadsTaken
    }

    /// Takes `instant` for the mail with this key; it is not earlier than any mail before.
    mutating func reserve(_ instant: Timestamp, mail: Int64, draws: Draws) {
        // What no limit counts any more is let go, in portions.
        let old = mails.partitioningIndex { $0 > instant - RollingLimit.span }
        if old > 256 { mails.removeFirst(old) }
        mails.append(instant)
        campaignMails.append(instant)
        if campaignMails.count > 256 {
            campaignMails.removeFirst(max(0, campaignMails.count - (pacing.mailsBeforePause ?? 0) - 1))
        }
        nextMailAt = instant + pacing.wait(afterMail: mail, of: account, mails: campaignMails, draws: draws)
    }

    mutating func takeLead() { leadsTaken += 1 }
}
