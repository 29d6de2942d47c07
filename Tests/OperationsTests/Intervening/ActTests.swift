import Correspondence
import Storage
import Synchronization
import Testing
import Text
import Timing

@testable import Operations

/// What a person does, with the sentence and the JSON that it comes back with.
@Suite struct ActTests {
    private let unknown = MailID(rawValue: 999)

    @Test func aCancelledMailIsToldMirroredAndNotCancelledTwice() async throws {
        try await Desk.with { desk in
            let mail = try await desk.beginSequence()
            let cache = RecordingCache()
            let acts = Interventions(desk.store, cache: cache)
            let done = try await acts.cancel(mail)
            #expect(done.sentence == "Follow-up \(mail) will not be sent; the conversation is yours.")
            #expect(done.json.description == #"{"done":true,"what":"follow-up \#(mail)"}"#)
            #expect(cache.changes == [desk.conversation: nil])
            await expectFailure(.refused, "Nothing was changed for follow-up \(mail): it is cancelled already.") {
                _ = try await acts.cancel(mail)
            }
            await expectFailure(.unknown, "There is no follow-up 999.") { _ = try await acts.cancel(unknown) }
        }
    }

    @Test func aRescheduledMailIsToldWithItsDistance() async throws {
        try await Desk.with { desk in
            let mail = try await desk.beginSequence()
            let now = Timestamp(secondsSince1970: 1_900_000_000)
            let acts = Interventions(desk.store, clock: ManualWallClock(at: now))
            let done = try await acts.reschedule(mail, to: now + .seconds(7_200))
            #expect(done.sentence == "Follow-up \(mail) is due at \((now + .seconds(7_200)).shown), in 2 h.")
            #expect(try await desk.store.outbox.record(mail)?.dueAt == now + .seconds(7_200))
        }
    }

    @Test func aHandoffIsClosedAndItsConversationGivenBackOnce() async throws {
        try await Desk.with { desk in
            try await desk.decide(.handOff(.clarification))
            let acts = Interventions(desk.store)
            let handoff = try #require(try await HandoffList(of: desk.store).handoffs.first)
            #expect(try await acts.close(handoff.id).json["what"] == .string("handoff \(handoff.id)"))
            #expect(try await HandoffList(of: desk.store).handoffs.isEmpty)
            #expect(try await HandoffList(of: desk.store, alsoClosed: true).total == 1)
            #expect(try await acts.resume(desk.conversation).sentence.contains("Mosaic's again"))
            await expectFailure(.refused, "conversation \(desk.conversation): it is not with a person.") {
                _ = try await acts.resume(desk.conversation)
            }
        }
    }

    @Test func anAccountIsSteeredByItsAddress() async throws {
        try await Desk.with { desk in
            let now = Timestamp(secondsSince1970: 1_900_000_000)
            let acts = Interventions(desk.store, clock: ManualWallClock(at: now))
            let state = try await acts.setState(.draft, of: Desk.team)
            #expect(state.json.description == #"{"done":true,"account":"team@mosaic.test"}"#)
            _ = try await acts.pause(Desk.team, for: .seconds(60))
            var account = try #require(try await AccountsOverview(of: desk.store).accounts.first)
            #expect(account.state == .draft)
            #expect(account.pausedUntil == now + .seconds(60))
            _ = try await acts.resume(Desk.team)
            account = try #require(try await AccountsOverview(of: desk.store).accounts.first)
            #expect(account.pausedUntil == nil)
            await expectFailure(.unknown, "is not known to the database") {
                _ = try await acts.setState(.auto, of: Desk.creator)
            }
        }
    }

    @Test func limitsCountAnewForAllWhoAreNamedOrForNobody() async throws {
        try await Desk.with { desk in
            let acts = Interventions(desk.store)
            await expectFailure(.unknown, "is not known to the database") {
                _ = try await acts.resetLimits(of: [Desk.team, Desk.creator])
            }
            #expect(try await desk.store.accounts.all().first?.limitFrom == nil)
            let done = try await acts.resetLimits(of: [Desk.team])
            #expect(
                done.sentence == "The limit of team@mosaic.test counts anew: 0 mails use up nothing of it any more.")
            #expect(
                done.json.description
                    == #"{"done":true,"accounts":[{"account":"team@mosaic.test","no_longer_counted":0}]}"#)
            let from = try #require(try await desk.store.accounts.all().first?.limitFrom)
            let overview = try await AccountsOverview(of: desk.store)
            #expect(overview.json["accounts"]?.items?.first?["counted_from"] == .string("\(from)"))
            let report = try await GateReport.of(account: Desk.team, in: desk.store) { _ in SendPolicy() }
            #expect(report.sections.first?.note?.hasSuffix("0 of 500 are used up") == true)
            let statistics = try await AccountStatistics.of(Desk.team, in: desk.store) { _ in SendPolicy() }
            #expect(statistics.json["accounts"]?.items?.first?["counted"] == .int(0))
        }
    }

    @Test func sendingThatMosaicStoppedGoesOn() async throws {
        try await Desk.with { desk in
            _ = try await desk.store.instance.secret(orElse: [1])
            try await desk.store.instance.stopSending(reason: "too many failures")
            #expect(try await AccountsOverview(of: desk.store).stop?.reason == "too many failures")
            #expect(try await Interventions(desk.store).resumeSending().json.description == #"{"done":true}"#)
            #expect(try await AccountsOverview(of: desk.store).stop == nil)
        }
    }

    private func expectFailure(
        _ kind: OperationFailure.Kind, _ part: String, _ act: () async throws -> Void
    ) async {
        await #expect {
            try await act()
        } throws: { error in
            guard let failure = error as? OperationFailure else { return false }
            return failure.kind == kind && failure.description.contains(part)
        }
    }
}

/// Keeps what it is told to change.
private final class RecordingCache: FollowUpCache {
    private let told = Mutex<[ConversationID: Timestamp?]>([:])
    var changes: [ConversationID: Timestamp?] { told.withLock { $0 } }

    func replaceAll(_ entries: [DueFollowUp]) async throws {}
    func update(_ changes: [ConversationID: Timestamp?]) async throws { told.withLock { $0 = changes } }
    func isIntact() async throws -> Bool { true }
    func showUsage(of account: EmailAddress, sent: Int) async throws {}
    func showDebounce(of conversation: ConversationID, for span: Duration) async throws {}
    func showSending(_ followUp: MailID, for span: Duration) async throws {}
}
