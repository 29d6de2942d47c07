import Correspondence
import Testing
import Timing

@testable import Outreach

@Suite struct SenderCandidateTests {
    private func account(_ key: Int64) -> AccountID { AccountID(rawValue: key) }

    private func candidate(_ key: Int64, weight: Int = 1, taken: Int = 0, last: Int64? = nil) -> SenderCandidate {
        SenderCandidate(
            account: account(key), weight: weight, leadsTaken: taken,
            lastMailAt: last.map { Timestamp(secondsSince1970: $0) })
    }

    @Test func leadsAreSharedByWeight() throws {
        var taken: [Int64: Int] = [1: 0, 2: 0, 3: 0]
        for _ in 0..<700 {
            let candidates = [(1, 4), (2, 2), (3, 1)].map { candidate($0.0, weight: $0.1, taken: taken[$0.0] ?? 0) }
            taken[try #require(candidates.next).rawValue, default: 0] += 1
        }
        #expect(taken == [1: 400, 2: 200, 3: 100])
    }

    @Test func amongEqualsTheOneThatRestedLongestIsNext() {
        let candidates = [candidate(1, last: 500), candidate(2, last: 400), candidate(3, last: 450)]
        #expect(candidates.next == account(2))
        #expect((candidates + [candidate(9), candidate(8)]).next == account(8))
    }

    @Test func anAccountWithoutAShareTakesNoLead() {
        #expect([SenderCandidate]().next == nil && [candidate(1, weight: 0)].next == nil)
        #expect([candidate(1, weight: 0), candidate(2, taken: 9)].next == account(2))
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
