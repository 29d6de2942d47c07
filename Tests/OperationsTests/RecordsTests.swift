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
                    "pause_reason", "waits_until", "failures", "rival", "daily_limit", "sent_last_24h",
                ])
            #expect(account["sent_last_24h"] == .int(0))
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
