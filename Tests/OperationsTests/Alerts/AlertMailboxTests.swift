import Alerting
import Correspondence
import Delivery
import Storage
import Synchronization
import Testing
import Text
import Timing

@testable import Operations

/// Alerts that people get by mail.
@Suite(.timeLimit(.minutes(10))) struct AlertMailboxTests {
    private static let team = EmailAddress("team@mosaic.test")!

    /// Keeps what it is to send, and says what it is told to.
    private final class Counter: Mailer {
        private let outcome: DeliveryOutcome
        private let mails = Mutex<[OutgoingMail]>([])

        init(_ outcome: DeliveryOutcome = .accepted(reply: "250 ok")) { self.outcome = outcome }

        var sent: [OutgoingMail] { mails.withLock { $0 } }

        func send(
            _ mail: OutgoingMail, beforeFinalDot: @Sendable () async -> SendPermission
        ) async -> DeliveryOutcome {
            guard case .granted = await beforeFinalDot() else { return .withheld("not permitted") }
            mails.withLock { $0.append(mail) }
            return outcome
        }

        func verify() async -> DeliveryOutcome { outcome }
    }

    private static func failure(_ kind: DeliveryFailure.Kind) -> DeliveryOutcome {
        .failed(DeliveryFailure(kind: kind, detail: "the server said no"))
    }

    /// A target, and a batch of one alert for it.
    private static func batch(_ store: Store, _ address: String = "ops@people.example") async throws -> AlertBatch {
        _ = try await store.instance.secret(orElse: [1])
        _ = try await Interventions(store).addAlerts(.mail, to: address, trusted: [])
        try await store.instance.stopSending(reason: "too many mails")
        try await store.alerts.collect()
        return try #require(try await store.alerts.claim())
    }

    @Test func anAlertIsAMailOfItsOwnKindThatSaysTheSameAtEachTry() async throws {
        try await Desk.with { desk in
            let batch = try await Self.batch(desk.store, "Ops@People.example")
            let mail = try #require(AlertMail(batch))
            #expect(mail.recipient == "ops@people.example" && mail.subject == "Mosaic: all sending is stopped.")
            let mailer = Counter()
            let mailbox = AlertMailbox(Self.team, mailer: mailer)
            for _ in 0..<2 { #expect(await mailbox.send(mail) == .delivered) }
            #expect(Set(mailer.sent.map(\.messageID)).count == 1)
            let text = String(decoding: try #require(mailer.sent.first).bytes, as: UTF8.self)
            #expect(text.contains("To: ops@people.example") && text.contains("too many mails"))
            #expect(text.contains("Auto-Submitted: auto-generated") && text.contains("Message-ID: <mosaic-alert."))
        }
    }

    @Test func whatBecomesOfAMailIsWhatBecomesOfTheAlert() async throws {
        try await Desk.with { desk in
            let mail = try #require(AlertMail(try await Self.batch(desk.store)))
            let cases: [(DeliveryOutcome, AlertOutcome)] = [
                (.accepted(reply: "250"), .delivered),
                (.acceptedUnder(MessageID("x@ses.example")!, reply: ""), .delivered),
                (.withheld(nil), .failed("it was interrupted", after: nil)),
                (Self.failure(.recipientRefused), .gone("the server said no")),
                (Self.failure(.authentication), .failed("the server said no", after: nil)),
                (Self.failure(.outcomeUnknown), .failed("the server said no", after: nil)),
            ]
            for (outcome, expected) in cases {
                #expect(await AlertMailbox(Self.team, mailer: Counter(outcome)).send(mail) == expected)
            }
        }
    }

    @Test func receiversByMailAreListedByTheirAddressAndKnownAgain() async throws {
        try await Desk.with { desk in
            let acts = Interventions(desk.store)
            for _ in 0..<2 { _ = try await acts.addAlerts(.mail, to: "ops@people.example", trusted: []) }
            let list = try await AlertList(of: desk.store)
            #expect(list.targets.count == 1)
            #expect(list.json["receivers"]?.items?.first?["kind"]?.text == "mail")
            #expect(list.json["receivers"]?.items?.first?["address"]?.text == "ops@people.example")
            #expect(list.targets.first?.secret == nil)
            for wrong in ["", "ops", "https://hooks.example/x", "a@b.example, c@d.example"] {
                await #expect(throws: OperationFailure.self) {
                    try await acts.addAlerts(.mail, to: wrong, trusted: [])
                }
            }
            // No URL of a webhook is taken for an address.
            await #expect(throws: OperationFailure.self) {
                try await acts.addAlerts(.webhook, to: "mailto:ops@people.example", trusted: [])
            }
        }
    }

    /// An alert's copy in Sent is nobody's answer and no outreach, also where its receiver is somebody we write to.
    @Test func itsCopyInSentBelongsToNoConversation() async throws {
        try await Desk.with { desk in
            let mail = try #require(AlertMail(try await Self.batch(desk.store, Desk.creator.text)))
            let mailer = Counter()
            _ = await AlertMailbox(Desk.team, mailer: mailer).send(mail)
            let id = try #require(mailer.sent.first?.messageID)
            let account = try #require(try await desk.store.accounts.all().first?.id)
            let before = try await desk.store.conversations.story(of: desk.conversation)?.messages.count
            let lease = try #require(
                try await desk.store.leases.acquireRights(to: account, holder: "test", for: .seconds(60))?.watch)
            var replaced = Self.copy(of: MessageID("provider-1@mail.example")!, in: account, uid: 8)
            replaced.originalIDs = [id]
            for copy in [Self.copy(of: id, in: account, uid: 7), replaced] {
                let intake = try await desk.store.messages.admitSent(
                    [SentMail(copy)], policy: .everything, under: lease)
                #expect(intake?.answeredByPerson == [] && intake?.found == [])
            }
            let after = try await desk.store.conversations.story(of: desk.conversation)?.messages.count
            #expect(after == before)
            #expect(!AlertMark.isOn(Self.copy(of: MessageID("outreach@mosaic.test")!, in: account, uid: 9)))
        }
    }

    private static func copy(of id: MessageID, in account: AccountID, uid: UInt32) -> IncomingMessage {
        IncomingMessage(
            location: MessageLocation(account: account, role: .sent, uidValidity: 1, uid: uid), messageID: id,
            inReplyTo: [MessageID("reply@creators.example")!], from: Correspondent(address: Desk.team),
            to: [Correspondent(address: Desk.creator)], subject: "Mosaic: somebody waits for you.",
            receivedAt: SystemWallClock().now)
    }
}
