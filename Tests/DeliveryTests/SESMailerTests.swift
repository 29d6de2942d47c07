import Correspondence
import Curl
import PostOffice
import SES
import Synchronization
import Testing
import Timing

@testable import Delivery

/// The send protocol over an interface that has no final dot.
@Suite(.timeLimit(.minutes(10))) struct SESMailerTests {
    private static let mail = OutgoingMail(
        messageID: MessageID("ours@mosaic.test")!, sender: EmailAddress("team@mosaic.test")!,
        recipient: EmailAddress("jo@creators.example")!,
        bytes: Array("Subject: Hello\r\nMessage-ID: <ours@mosaic.test>\r\n\r\nReferences: none\r\n".utf8))

    private func with(
        _ change: (inout SESDesk) -> Void = { _ in }, _ body: (SESMailer, HTTPCounter<SESDesk>) async throws -> Void
    ) async throws {
        var desk = SESDesk()
        change(&desk)
        let counter = try await HTTPCounter.open(desk)
        let transport = CurlTransport()
        let now: @Sendable () -> Int64 = { SystemWallClock().now.secondsSince1970 }
        let chain = CredentialChain(
            environment: ["AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "x"], transport: transport,
            now: now)
        let client = SESClient(
            region: "us-east-1", baseURL: counter.baseURL, chain: chain, transport: transport, now: now)
        do { try await body(SESMailer(client: client, sender: Self.mail.sender), counter) } catch {
            await transport.shutdown()
            throw error
        }
        await transport.shutdown()
        await counter.close()
    }

    @Test func theProvidersIdIsKeptAndOursStandsInReferences() async throws {
        try await with { mailer, counter in
            let outcome = await mailer.send(Self.mail) { .granted }
            let taken = try #require(counter.state.taken.first)
            let id = try #require(MessageID("\(taken.id)@email.amazonses.com"))
            #expect(outcome == .acceptedUnder(id, reply: "200 \(id.text)"))
            #expect(taken.bytes == Array("References: <ours@mosaic.test>\r\n".utf8) + Self.mail.bytes)
        }
    }

    @Test func aMailThatAnswersKeepsItsReferences() {
        let bytes = Array("Subject: Re\r\nreferences: <a@b.test>\r\n\r\nHi\r\n".utf8)
        let mail = OutgoingMail(
            messageID: Self.mail.messageID, sender: Self.mail.sender, recipient: Self.mail.recipient, bytes: bytes)
        #expect(SESMailer.referring(mail) == bytes)
    }

    @Test func withheldMailNeverArrives() async throws {
        try await with { mailer, counter in
            #expect(await mailer.send(Self.mail) { .withheld("a reply came") } == .withheld("a reply came"))
            #expect(await mailer.send(Self.mail) { .granted { "too old" } } == .withheld("too old"))
            #expect(counter.state.requests == 0)
        }
    }

    @Test(arguments: [SESFault.answerLost, .failsAfterwards, .drop])
    func afterTheRequestTheMailIsInDoubtAndAskedOnce(_ fault: SESFault) async throws {
        let asked = Mutex(0)
        try await with({ $0.script = [fault] }) { mailer, counter in
            let outcome = await mailer.send(Self.mail) {
                asked.withLock { $0 += 1 }
                return .granted
            }
            guard case .failed(let failure) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(failure.kind == .outcomeUnknown && !failure.isCertainlyUnsent)
            #expect(counter.state.requests == 1)
        }
        #expect(asked.withLock(\.self) == 1)
    }

    @Test func aCancelledTaskSendsNothingOrLeavesADoubt() async throws {
        try await with({ $0.script = [.silence] }) { mailer, counter in
            let sending = Task { await mailer.send(Self.mail) { .granted } }
            while counter.state.requests == 0 { await Task.yield() }
            sending.cancel()
            let outcome = await sending.value
            guard case .failed(let failure) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(failure.kind == .outcomeUnknown)
        }
    }

    @Test(arguments: [
        (SESFailure.Kind.credentials, DeliveryFailure.Kind.authentication), (.credentialsAway, .connection),
        (.connection, .connection), (.rate, .throttled), (.quota, .quota), (.account, .policy),
        (.message, .messageRefused),
        (.unknown, .outcomeUnknown),
    ])
    func failureKeepsItsMeaning(ses: SESFailure.Kind, ours: DeliveryFailure.Kind) {
        #expect(DeliveryFailure.Kind(ses) == ours)
    }

    /// Such as servers that stand in for SES. Neither keeps an account from its first start.
    @Test func whoTellsNoLimitsOrStillVerifiesTheSenderIsUsedAllTheSame() async throws {
        try await with({ ($0.hidesAccount, $0.isVerifying) = (true, true) }) { mailer, _ in
            guard case .accepted(let reply) = await mailer.verify() else { return #expect(Bool(false)) }
            #expect(reply.contains("no limits are told"))
            #expect(reply.contains("not verified yet"))
            guard case .acceptedUnder = await mailer.send(Self.mail, beforeFinalDot: { .granted }) else {
                return #expect(Bool(false))
            }
        }
    }

    @Test func theSandboxIsSaidPlainly() async throws {
        try await with({ $0.isInProduction = false }) { mailer, _ in
            guard case .accepted(let reply) = await mailer.verify() else { return #expect(Bool(false)) }
            #expect(reply.contains("in the sandbox"))
        }
        try await with({ $0.maySend = false }) { mailer, _ in
            guard case .failed(let failure) = await mailer.verify() else { return #expect(Bool(false)) }
            #expect(failure.kind == .policy)
        }
    }
}
