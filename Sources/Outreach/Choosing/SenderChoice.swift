package import Correspondence
package import Timing

/// An account that a campaign may send from, as the choice sees it.
package struct SenderCandidate: Hashable, Sendable {
    package let account: AccountID
    /// Its share of the campaign's mails; below 1 it gets none.
    package let weight: Int
    /// The campaign's leads that it has taken so far.
    package let leadsTaken: Int
    /// Its last mail for anybody.
    let lastMailAt: Timestamp?
    /// When it could send the mail; nil when it cannot send at all: paused, failing or gone.
    let freeAt: Timestamp?

    package init(account: AccountID, weight: Int, leadsTaken: Int, lastMailAt: Timestamp?, freeAt: Timestamp?) {
        self.account = account
        self.weight = weight
        self.leadsTaken = leadsTaken
        self.lastMailAt = lastMailAt
        self.freeAt = freeAt
    }
}

/// What a campaign does when the account whose turn it is cannot send now.
package enum BusyPolicy: String, CaseIterable, Hashable, Sendable, Codable {
    /// The mail waits for that account.
    case wait
    /// The mail goes to the next account that is free.
    case `switch`
    /// The job ends with an error.
    case fail
}

/// The account for a lead's next mail.
package enum SenderChoice: Hashable, Sendable {
    case send(AccountID)
    /// This account, but not before this instant.
    case wait(AccountID, until: Timestamp)
    /// The account that wrote first cannot send. Another account would begin a new conversation, so a person decides.
    case senderUnavailable(AccountID)
    /// `BusyPolicy.fail`: nothing is sent, since the account is not free before this instant.
    case busy(AccountID, until: Timestamp)
    /// No account can send.
    case noSender
}

extension SenderChoice {
    /// Chooses for a lead that has belonged to `sender` since its first mail, or that belongs to nobody yet.
    ///
    /// A lead without a sender goes to the account that is furthest behind its weighted share; among equals to the one whose
    /// last mail is oldest, then to the lowest key. Equal facts always give the same answer.
    package static func choose(
        from candidates: [SenderCandidate], sender: AccountID?, policy: BusyPolicy, now: Timestamp
    ) -> SenderChoice {
        if let sender {
            guard let freeAt = candidates.first(where: { $0.account == sender })?.freeAt else {
                return .senderUnavailable(sender)
            }
            return when(sender, freeAt: freeAt, policy: policy, now: now)
        }
        let able = candidates.filter { $0.weight > 0 && $0.freeAt != nil }
        if policy == .switch {
            let free = able.filter { ($0.freeAt ?? .distantFuture) <= now }
            if let turn = free.min(by: comesFirst) { return .send(turn.account) }
            let soonest = able.min { ($0.freeAt ?? .distantFuture) < ($1.freeAt ?? .distantFuture) }
            return soonest.map { .wait($0.account, until: $0.freeAt ?? now) } ?? .noSender
        }
        guard let turn = able.min(by: comesFirst), let freeAt = turn.freeAt else { return .noSender }
        return when(turn.account, freeAt: freeAt, policy: policy, now: now)
    }

    private static func when(
        _ account: AccountID, freeAt: Timestamp, policy: BusyPolicy, now: Timestamp
    ) -> SenderChoice {
        if freeAt <= now { return .send(account) }
        return policy == .fail ? .busy(account, until: freeAt) : .wait(account, until: freeAt)
    }

    private static func comesFirst(_ one: SenderCandidate, _ other: SenderCandidate) -> Bool {
        // (taken + 1) / weight, without division.
        let (mine, yours) = ((one.leadsTaken + 1) * other.weight, (other.leadsTaken + 1) * one.weight)
        if mine != yours { return mine < yours }
        let (last, otherLast) = (one.lastMailAt ?? .distantPast, other.lastMailAt ?? .distantPast)
        return last != otherLast ? last < otherLast : one.account < other.account
    }
}
