import Correspondence
import Storage
import Testing
import Text

@testable import Operations

/// The records' JSON: its keys are a contract.
@Suite struct RecordsTests {
    @Test func accountsAreShownWithWhatTheySent() async throws {
        try await Desk.with { desk in
            let json = try await AccountsOverview(of: desk.store).json
            #expect(json.members?.map(\.key) == ["accounts", "sending_stopped_at", "sending_stopped_reason"])
            let account = try #require(json["accounts"]?.items?.first)
            #expect(
                account.members?.map(\.key) == [
                    "id", "address", "state", "health", "health_detail", "last_checked_at", "paused_until",
                    "pause_reason", "waits_until", "failures", "rival", "daily_limit", "sent_last_24h", "counted",
                    "counted_from",
                    "running",
                    "in_settings", "agreements", "disagreements", "may_become", "sends_from",
                    "sends_from_reason",
                ])
            #expect(account["sent_last_24h"] == .int(0))
        }
    }

    @Test func anAccountWhoseLimitIsUsedUpSaysSo() async throws {
        try await Desk.with { desk in
            #expect(try await AccountsOverview(of: desk.store).waits.isEmpty)
            let account = try await desk.store.accounts.register(account: Desk.team, displayName: nil, dailyLimit: 0)
            try await desk.decide(.startSequence)
            let claim = try #require(
                try await desk.store.outbox.claimDue(
                    of: [account], limit: 1, lease: .seconds(60), policy: SendPolicy()
                ).first)
            let obstacle = try #require(claim.obstacle)
            let until = try #require(obstacle.state.opensAt)
            try await desk.store.outbox.settle([
                MailSettlement(claim, .accountWaits(until: until, reason: obstacle.state.reason ?? ""))
            ])
            let wait = try #require(try await AccountsOverview(of: desk.store).waits[account])
            #expect(wait.reason == "the account's limit of 0 mails in 24 h")
            #expect(wait.address.text == "team@mosaic.test" && wait.until.map { $0 >= until } == true)
            _ = try await desk.store.accounts.register(account: Desk.team, displayName: nil, dailyLimit: 9)
            #expect(try await AccountsOverview(of: desk.store).waits.isEmpty)
        }
    }

    @Test func conversationsAreListedAndCounted() async throws {
        try await Desk.with { desk in
            let list = try await ConversationList(of: desk.store, limit: 10)
            #expect(list.counts == [.awaitingReply: 1])
            let json = try #require(list.json.items?.first)
            #expect(json["waits_for_decision"] == .bool(true))
            #expect(json["contact"] == .string("creator@creators.example"))
            #expect(json == (try await ConversationRecord.of(desk.conversation, in: desk.store).json))
            #expect(try await ConversationList(of: desk.store, in: .stopped, limit: 10).conversations.isEmpty)
            await #expect(throws: OperationFailure(.unknown, "There is no conversation 999.")) {
                try await ConversationRecord.of(ConversationID(rawValue: 999), in: desk.store)
            }
        }
    }

    @Test func anAccountThatNobodyHasIsNotRunningWhateverItsLastReport() async throws {
        try await Desk.with { desk in
            let store = desk.store
            let account = try #require(try await store.accounts.all().first)
            func standing(_ configured: Set<EmailAddress>? = nil) async throws -> AccountStanding {
                let overview = try await AccountsOverview(of: store, configured: configured)
                return overview.standing(of: try #require(overview.accounts.first))
            }
            #expect(try await standing() == .running(.unknown), "a process holds the right to watch it")
            #expect(try await standing([]) == .removed)
            let rights = try #require(
                try await store.leases.acquireRights(to: account.id, holder: "test", for: .seconds(60)))
            try await store.leases.release(rights.leases)
            #expect(try await standing([Desk.team]) == .neverRun)
            try await store.accounts.report(.watching, detail: nil, checked: true, of: account.id)
            #expect(try await standing() == .notRunning)
            try await store.accounts.report(.failing, detail: "refused", checked: false, of: account.id)
            #expect(try await standing() == .failing, "a process may be between two tries")
            #expect(try await AccountsOverview(of: store).json["accounts"]?.items?[0]["running"] == .bool(false))
        }
    }

    @Test func aHandoffSaysWhatTheyWroteWhyItWaitsAndWhatToDo() async throws {
        try await Desk.with { desk in
            try await desk.decide(.handOff(.clarification))
            let list = try await HandoffList(of: desk.store)
            #expect(list.total == 1)
            let json = try #require(list.json.items?.first)
            #expect(json["own_text"] == .string("Yes!"))
            #expect(json["why"] == .string("They ask or say something that only you can answer."))
            #expect(json["do"] == .string("Answer from the mailbox: that closes the handoff."))
            let record = try await HandoffRecord.of(try #require(list.handoffs.first).id, in: desk.store)
            #expect(record.json == json)
            await #expect(throws: OperationFailure(.unknown, "There is no handoff 999.")) {
                _ = try await HandoffRecord.of(HandoffID(rawValue: 999), in: desk.store)
            }
        }
    }

    @Test func aListKnowsHowMuchItLeavesOut() async throws {
        try await Desk.with { desk in
            _ = try await desk.beginSequence()
            let none = try await MailList(of: desk.store, limit: 0)
            #expect(none.mails.isEmpty && none.total == 1)
            #expect(try await MailList(of: desk.store).mails.count == 1)
            let conversations = try await ConversationList(of: desk.store, in: .inSequence, limit: 0)
            #expect(conversations.conversations.isEmpty && conversations.total == 1)
            #expect(try await ConversationList(of: desk.store, in: .stopped).total == 0)
        }
    }

    @Test func aMailIsShownWithItsTries() async throws {
        try await Desk.with { desk in
            let mail = try await desk.beginSequence()
            let json = try await MailStory(of: mail, in: desk.store).json
            #expect(json["stage"] == .int(1))
            #expect(json["tries"] == .array([]))
            #expect(json.members?.last?.key == "tries")
            await #expect(throws: OperationFailure(.unknown, "There is no follow-up 999.")) {
                _ = try await MailStory(of: MailID(rawValue: 999), in: desk.store)
            }
        }
    }
}
