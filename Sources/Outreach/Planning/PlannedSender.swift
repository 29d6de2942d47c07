package import Correspondence
package import Timing

/// An account as the planning of one campaign sees it, with the mails that it sent and those reserved for it.
package struct PlannedSender: Sendable {
    package let account: AccountID
    /// Its share of new leads; with 0 it only continues with those it has.
    package let weight: Int
    package let pacing: Pacing
    /// The campaign's window and the account's hours.
    package let open: OpenTime
    package let limits: [RollingLimit]
    /// Its ramp-up; nil: none.
    package private(set) var ramp: RampLimit?
    /// Instants of its mails, to anybody, in the last 24 h and of the reserved ones, oldest first.
    package private(set) var mails: [Timestamp]
    /// The campaign's among them: a longer pause follows after a number of these. Mails of other campaigns neither bring the
    /// pause nearer nor put it off.
    private var campaignMails: [Timestamp]
    /// The earliest instant for its next mail.
    package private(set) var nextMailAt: Timestamp?
    /// Leads of the campaign that it writes to.
    package private(set) var leadsTaken: Int

    package init(
        account: AccountID, weight: Int = 1, pacing: Pacing = Pacing(), open: OpenTime, limits: [RollingLimit] = [],
        ramp: RampLimit? = nil, mails: [Timestamp] = [], campaignMails: [Timestamp] = [], nextMailAt: Timestamp? = nil,
        leadsTaken: Int = 0
    ) {
        self.account = account
        self.weight = weight
        self.pacing = pacing
        self.open = open
        self.limits = limits
        self.ramp = ramp
        self.mails = mails
        self.campaignMails = campaignMails
        self.nextMailAt = nextMailAt
        self.leadsTaken = leadsTaken
    }

    /// Reserves `instant`, which is not earlier than any before it, for the mail with this key.
    mutating func reserve(_ instant: Timestamp, mail: Int64, draws: Draws) {
        // Instants that no limit counts any more are dropped, in batches.
        let old = mails.partitioningIndex { $0 > instant - RollingLimit.span }
        if old > 256 { mails.removeFirst(old) }
        mails.append(instant)
        campaignMails.append(instant)
        ramp?.count(instant)
        if campaignMails.count > 256 {
            campaignMails.removeFirst(max(0, campaignMails.count - (pacing.mailsBeforePause ?? 0) - 1))
        }
        nextMailAt = instant + pacing.wait(afterMail: mail, of: account, mails: campaignMails, draws: draws)
    }

    mutating func takeLead() { leadsTaken += 1 }
}
