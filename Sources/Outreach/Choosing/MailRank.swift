package import Timing

/// The order in which an account sends its mails.
package enum MailRank: Int, CaseIterable, Comparable, Sendable {
    /// Somebody wrote to us and waits.
    case answer
    /// A conversation that has begun continues before others begin.
    case followUp
    case newLead

    package static func < (left: MailRank, right: MailRank) -> Bool { left.rawValue < right.rawValue }
}

/// A campaign's claim to an account that it shares with others.
package struct CampaignTurn: Hashable, Sendable {
    package let campaign: CampaignID
    /// The best mail it has to send now.
    package let rank: MailRank
    /// Its last mail from this account.
    let lastServedAt: Timestamp?

    package init(campaign: CampaignID, rank: MailRank, lastServedAt: Timestamp?) {
        self.campaign = campaign
        self.rank = rank
        self.lastServedAt = lastServedAt
    }

    /// Whose turn it is: the better mail first, then the campaign that was served longest ago, then the lowest key.
    package static func next(of turns: some Sequence<CampaignTurn>) -> CampaignTurn? {
        turns.min { one, other in
            if one.rank != other.rank { return one.rank < other.rank }
            let (mine, yours) = (one.lastServedAt ?? .distantPast, other.lastServedAt ?? .distantPast)
            return mine != yours ? mine < yours : one.campaign < other.campaign
        }
    }
}
