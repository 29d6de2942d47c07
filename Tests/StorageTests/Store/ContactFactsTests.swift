import Correspondence
import Testing
import Timing

@testable import Database
@testable import Storage

/// What is known of a contact is the same, whoever asks.
@Suite struct ContactFactsTests {
    /// Few contacts are asked for row by row, many all at once.
    @Test(arguments: SQLFixture.both)
    func aSuppressedDomainCoversTheSamePeopleInBothWays(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let domains = ["acme.example", "co.test"].compactMap { MailDomain($0) }
            _ = try await scene.store.contacts.suppress(domains: domains)
            let addresses = [
                "a@acme.example", "a@sales.acme.example", "a@notacme.example", "a@acme.example.test",
                "acme@example.test", "a@co.test", "a@x.y.co.test", "a@acme_example.test",
            ].compactMap { EmailAddress($0) }
            try await scene.store.database.transaction { session in
                _ = try await session.contacts(addresses.map { Correspondent(address: $0) })
                let rows = try await session.query(
                    "SELECT c.address FROM contacts c WHERE \(SQL.suppressedAt("c")) IS NOT NULL ORDER BY c.address")
                let barred = try await session.suppressedDomains(among: addresses)
                let covered = addresses.filter(barred.covers).map(\.key).sorted()
                #expect(try rows.map { try $0.string("address") } == covered)
                #expect(covered == ["a@acme.example", "a@co.test", "a@sales.acme.example", "a@x.y.co.test"])
            }
        }
    }

    /// A decision is repeated with what held when it was made.
    @Test(arguments: SQLFixture.both)
    func historyKnowsThatADomainWasBarred(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            try await scene.admit(scene.reply(1))
            try await scene.decide(.handOff(.clarification))
            // Decisions within half a second were taken together.
            try await Task.sleep(for: .milliseconds(600))
            _ = try await scene.store.contacts.suppress(domains: [try #require(MailDomain("creators.example"))])
            try await scene.admit(scene.reply(2))
            try await scene.decide(.handOff(.suppressedContact))
            let conversation = try #require(
                try await scene.store.conversations.ids(with: StoreScene.creator).first)
            let past = try await scene.store.conversations.pastDecisions(of: conversation)
            #expect(past.map(\.work.conversation.isSuppressed) == [false, true])
        }
    }

    /// The planner asks whether somebody wrote since their lead was made, and so does the gate: a message that came before the mail
    /// was planned, and was decided after that, is an answer.
    @Test(arguments: SQLFixture.both)
    func whoWroteAfterTheirLeadWasMadeHasAnswered(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let campaign = try await scene.campaign()
            try await scene.admit(scene.reply())
            let mail = try await scene.planMail(of: campaign)
            #expect(try await !scene.facts(of: mail).hasAnswered)
            try await scene.decide(.handOff(.clarification))
            #expect(try await scene.facts(of: mail).hasAnswered)
            let leads = try await scene.store.leads.running(of: campaign, after: nil, limit: 1)
            #expect(leads.isEmpty)
        }
    }

    @Test(arguments: SQLFixture.both)
    func plannerAndGatesKnowTheSameOfOtherConversations(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let campaign = try await scene.campaign()
            let mail = try await scene.planMail(of: campaign)
            for state in ConversationState.allCases {
                try await scene.run("DELETE FROM email_threads WHERE subject = 'another'")
                try await scene.run(
                    """
                    INSERT INTO email_threads (account_id, contact_id, subject, state, created_at, updated_at)
                    SELECT account_id, contact_id, 'another', \(state), \(SQL.now), \(SQL.now)
                    FROM outbox WHERE id = \(mail)
                    """)
                let facts = try await scene.facts(of: mail)
                let lead = try #require(
                    try await scene.store.leads.running(of: campaign, after: nil, limit: 1).first)
                #expect(lead.recipients.map(\.hasDeclined) == [facts.hasDeclinedElsewhere])
                #expect(lead.recipients.map(\.busySince) == [facts.talksElsewhereSince])
                #expect(facts.hasDeclinedElsewhere == (state == .completed))
                #expect((facts.talksElsewhereSince != nil) == [.withPerson, .inSequence].contains(state))
            }
        }
    }
}
