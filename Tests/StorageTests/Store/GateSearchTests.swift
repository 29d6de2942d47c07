import Correspondence
import Testing
import Timing

@testable import Database
@testable import Storage

/// Statements that ask for themselves what gates ask, since rows must be found by an index, agree with ``GateTable``.
@Suite struct GateSearchTests {
    @Test func everyGateHasRows() {
        #expect(Set(GateRows.all.map(\.gate)) == Set(Gate.allCases))
    }

    @Test(arguments: Purpose.allCases, SQLFixture.both)
    func aDueMailWithNothingAgainstItIsFound(_ purpose: Purpose, _ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let mail = try await scene.due(purpose)
            let claim = try #require(try await scene.claim())
            #expect(claim.id == mail)
            #expect(claim.obstacle == nil)
        }
    }

    /// A mail that is left out has a closed gate: none is lost. One that is found can be ended, or tells when it opens: none is claimed
    /// again and again.
    @Test(arguments: GateRows.all, SQLFixture.both)
    func theSearchForDueMailsAgreesWithTheGates(_ rows: GateRows, _ fixture: SQLFixture) async throws {
        for purpose in rows.purposes {
            try await fixture.withScene { scene in
                let mail = try await scene.due(purpose)
                try await rows.write(scene, mail)
                let gates = GateTable(rows.policy).rows(try await scene.facts(of: mail))
                #expect(gates.contains { $0.gate == rows.gate && $0.state != .open }, "\(purpose)")
                let next = try await scene.store.outbox.timeToNextDue(of: [scene.account])
                let claims = try await scene.store.outbox.claimDue(
                    of: [scene.account], limit: 10, lease: .seconds(300), policy: rows.policy)
                guard let claim = claims.first else {
                    #expect(next.map { $0 > .zero } ?? true, "nobody asks for it now")
                    return
                }
                let obstacle = try #require(claim.obstacle)
                if case .closed(nil, let reason) = obstacle.state { Issue.record("\(purpose) was claimed: \(reason)") }
            }
        }
    }

    /// A claimed mail that is given back is ended if its conversation or its contact wants none, and planned otherwise.
    @Test(arguments: GateRows.all, SQLFixture.both)
    func whatIsGivenBackAgreesWithTheGates(_ rows: GateRows, _ fixture: SQLFixture) async throws {
        for purpose in rows.purposes {
            try await fixture.withScene { scene in
                let mail = try await scene.due(purpose)
                let claim = try #require(try await scene.claim())
                try await rows.write(scene, mail)
                let facts = try await scene.facts(of: mail)
                let obstacle = GateTable(rows.policy).obstacle(facts, among: [.contact, .conversation])
                try await scene.settle(claim, .returned(after: .zero, reason: "shut down", as: .released))
                #expect(try await scene.state(of: claim) == (obstacle == nil ? .planned : .cancelled), "\(purpose)")
            }
        }
    }

    /// Accounts that may have no mail now have none planned now.
    @Test(arguments: GateRows.all.filter { Gate.ofAccount.contains($0.gate) }, SQLFixture.both)
    func whatThePlannerKnowsOfAnAccountAgreesWithItsGates(_ rows: GateRows, _ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let campaign = try await scene.campaign()
            let mail = try await scene.planMail(of: campaign)
            try await rows.write(scene, mail)
            let facts = try await scene.facts(of: mail)
            let situation = try #require(try await scene.store.leads.situation(of: campaign))
            let sender = try #require(situation.senders.first)
            let waits = sender.pausedUntil.map { $0 > situation.now } ?? false
            let asked: [Gate] = [.account, .rival, .accountPause, .accountFailure]
            let isOpen = GateTable(rows.policy).obstacle(facts, among: asked) == nil
            #expect((sender.isAble && !sender.isBarred && !waits) == (isOpen && facts.dailyLimit > 0))
        }
    }
}
