import Correspondence
import Testing
import Timing

@testable import Outreach

@Suite struct SenderChoiceTests {
    private let now = Timestamp(secondsSince1970: 1_000)

    private func account(_ key: Int64) -> AccountID { AccountID(rawValue: key) }

    private func candidate(
        _ key: Int64, weight: Int = 1, taken: Int = 0, last: Int64? = nil, free: Int64? = 0
    ) -> SenderCandidate {
        SenderCandidate(
            account: account(key), weight: weight, leadsTaken: taken,
            lastMailAt: last.map { Timestamp(secondsSince1970: $0) },
            freeAt: free.map { Timestamp(secondsSince1970: $0) })
    }

    @Test func leadsAreSharedByWeight() {
        var taken: [Int64: Int] = [1: 0, 2: 0, 3: 0]
        for _ in 0..<700 {
            let candidates = [(1, 4), (2, 2), (3, 1)].map { candidate($0.0, weight: $0.1, taken: taken[$0.0] ?? 0) }
            guard
                case .send(let account) = SenderChoice.choose(from: candidates, sender: nil, policy: .wait, now: now)
            else {
                Issue.record("nobody was chosen")
                return
            }
            taken[account.rawValue, default: 0] += 1
        }
        #expect(taken == [1: 400, 2: 200, 3: 100])
    }

    @Test func amongEqualsTheOneThatRestedLongestIsNext() {
        let candidates = [candidate(1, last: 500), candidate(2, last: 400), candidate(3, last: 450)]
        #expect(SenderChoice.choose(from: candidates, sender: nil, policy: .wait, now: now) == .send(account(2)))
        let fresh = candidates + [candidate(9), candidate(8)]
        #expect(SenderChoice.choose(from: fresh, sender: nil, policy: .wait, now: now) == .send(account(8)))
    }

    @Test(arguments: BusyPolicy.allCases)
    func aConversationStaysWithItsSender(policy: BusyPolicy) {
        let candidates = [candidate(1, taken: 99, free: 2_000), candidate(2)]
        let choice = SenderChoice.choose(from: candidates, sender: account(1), policy: policy, now: now)
        let until = Timestamp(secondsSince1970: 2_000)
        #expect(choice == (policy == .fail ? .busy(account(1), until: until) : .wait(account(1), until: until)))
        let gone = SenderChoice.choose(from: [candidate(2)], sender: account(1), policy: policy, now: now)
        #expect(gone == .senderUnavailable(account(1)))
        let failing = [candidate(1, free: nil), candidate(2)]
        #expect(
            SenderChoice.choose(from: failing, sender: account(1), policy: policy, now: now)
                == .senderUnavailable(account(1)))
        // Its share has no part in that: with a weight of 0 it takes no new leads, and keeps those it has.
        let retiring = [candidate(1, weight: 0), candidate(2)]
        #expect(SenderChoice.choose(from: retiring, sender: account(1), policy: policy, now: now) == .send(account(1)))
    }

    @Test(arguments: [
        (BusyPolicy.wait, SenderChoice.wait(AccountID(rawValue: 1), until: Timestamp(secondsSince1970: 2_000))),
        (.switch, .send(AccountID(rawValue: 2))),
        (.fail, .busy(AccountID(rawValue: 1), until: Timestamp(secondsSince1970: 2_000))),
    ])
    func aBusyAccountIsTreatedAsTheCampaignSays(policy: BusyPolicy, choice: SenderChoice) {
        let candidates = [candidate(1, free: 2_000), candidate(2, taken: 5), candidate(3, free: nil)]
        #expect(SenderChoice.choose(from: candidates, sender: nil, policy: policy, now: now) == choice)
    }

    @Test func whereAllAreBusyTheOneThatIsFreeFirstWaits() {
        let candidates = [candidate(1, free: 3_000), candidate(2, taken: 5, free: 2_000)]
        #expect(
            SenderChoice.choose(from: candidates, sender: nil, policy: .switch, now: now)
                == .wait(account(2), until: Timestamp(secondsSince1970: 2_000)))
    }

    @Test func withoutAnAccountNobodySends() {
        for candidates in [[], [candidate(1, free: nil)], [candidate(1, weight: 0)]] {
            #expect(SenderChoice.choose(from: candidates, sender: nil, policy: .switch, now: now) == .noSender)
        }
    }
}

@Suite struct CampaignTurnTests {
    private func turn(_ key: Int64, _ rank: MailRank, _ last: Int64?) -> CampaignTurn {
        CampaignTurn(
            campaign: CampaignID(rawValue: key), rank: rank, lastServedAt: last.map { Timestamp(secondsSince1970: $0) })
    }

    @Test func answersGoBeforeFollowUpsBeforeNewLeads() {
        let turns = [turn(1, .newLead, 1), turn(2, .followUp, 9), turn(3, .answer, 10)]
        #expect(CampaignTurn.next(of: turns)?.campaign.rawValue == 3)
        #expect(CampaignTurn.next(of: turns.prefix(2))?.campaign.rawValue == 2)
    }

    @Test func campaignsTakeTurns() {
        #expect(CampaignTurn.next(of: [turn(1, .newLead, 8), turn(2, .newLead, 5)])?.campaign.rawValue == 2)
        #expect(CampaignTurn.next(of: [turn(1, .newLead, 8), turn(2, .newLead, nil)])?.campaign.rawValue == 2)
        #expect(CampaignTurn.next(of: [turn(2, .newLead, 8), turn(1, .newLead, 8)])?.campaign.rawValue == 1)
        #expect(CampaignTurn.next(of: []) == nil)
    }
}
