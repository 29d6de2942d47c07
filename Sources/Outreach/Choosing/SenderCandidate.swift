import Correspondence
import Timing

/// An account that could send a new lead's first mail now.
struct SenderCandidate: Hashable, Sendable {
    let account: AccountID
    /// Its share of the campaign's mails; below 1 it gets none.
    let weight: Int
    /// The campaign's leads that it has taken so far.
    let leadsTaken: Int
    /// Its last mail for anybody.
    let lastMailAt: Timestamp?
}

extension Sequence<SenderCandidate> {
    /// The account that takes the next lead, and keeps it: the one that is furthest behind its weighted share; among equals the one
    /// whose last mail is oldest, then the lowest key. Equal facts always give the same answer. Nil when none takes leads.
    var next: AccountID? { filter { $0.weight > 0 }.min { $0.comesBefore($1) }?.account }
}

extension SenderCandidate {
    fileprivate func comesBefore(_ other: SenderCandidate) -> Bool {
        // (taken + 1) / weight, without division.
        let (mine, yours) = ((leadsTaken + 1) * other.weight, (other.leadsTaken + 1) * weight)
        if mine != yours { return mine < yours }
        let (last, otherLast) = (lastMailAt ?? .distantPast, other.lastMailAt ?? .distantPast)
        return last != otherLast ? last < otherLast : account < other.account
    }
}
