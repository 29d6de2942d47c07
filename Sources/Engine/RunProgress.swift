import Correspondence
import Outreach
import Storage
import Synchronization

/// What the services of one process have in hand, by which a run that ends by itself knows that nothing is left.
final class RunProgress: Sendable {
    private struct State {
        var mails = 0
        var campaignMails: [CampaignID: Int] = [:]
        var idleTurns = 0
        /// Accounts whose mailboxes were read to their end, or that this process cannot have for now.
        var looked: Set<AccountID> = []
    }

    private let state = Mutex(State())

    // A look that found nothing is no news, and the planner stays idle.

    func began(_ claims: [MailClaim]) {
        guard !claims.isEmpty else { return }
        state.withLock { state in
            state.mails += claims.count
            for claim in claims { if let mail = claim.outreach { state.campaignMails[mail.id, default: 0] += 1 } }
            state.idleTurns = 0
        }
    }

    func ended(_ claims: [MailClaim]) {
        guard !claims.isEmpty else { return }
        state.withLock { state in
            state.mails -= claims.count
            for claim in claims { if let mail = claim.outreach { state.campaignMails[mail.id, default: 0] -= 1 } }
            state.idleTurns = 0
        }
    }

    /// - Parameter isIdle: whether every campaign of this process was looked at, and none had anything to be planned.
    func plannerTurned(isIdle: Bool) {
        state.withLock { $0.idleTurns = isIdle ? $0.idleTurns + 1 : 0 }
    }

    func looked(at account: AccountID) { _ = state.withLock { $0.looked.insert(account) } }

    func hasLooked(at accounts: some Sequence<AccountID>) -> Bool {
        state.withLock { state in accounts.allSatisfy(state.looked.contains) }
    }

    var mailsInHand: Int { state.withLock { $0.mails } }
    var campaignMailsInHand: [CampaignID: Int] { state.withLock { $0.campaignMails } }
    /// Whether the planner has found nothing to do since the last mail was sent.
    var isPlanned: Bool { state.withLock { $0.idleTurns > 1 } }
}
