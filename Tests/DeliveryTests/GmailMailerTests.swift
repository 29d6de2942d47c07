import Correspondence
import Curl
import GmailAPI
import OAuth
import PostOffice
import Synchronization
import Testing
import Timing

@testable import Delivery

/// The send protocol over Gmail's web interface.
@Suite(.timeLimit(.minutes(10))) struct GmailMailerTests {
    private static let address = EmailAddress("ann@mosaic.test")!

    private static func mail(answering parent: String? = nil) -> OutgoingMail {
        let header = parent.map { "In-Reply-To:\r\n <\($0)>\r\n" } ?? ""
        return OutgoingMail(
            messageID: MessageID("ours@mosaic.test")!, sender: address, recipient: EmailAddress("jo@creators.example")!,
            bytes: Array(
                ("To: <jo@creators.example>\r\nSubject: Re: Hello\r\nMessage-ID: <ours@mosaic.test>\r\n"
                    + "X-Mosaic-ID: <ours@mosaic.test>\r\n\(header)\r\nHello.\r\n").utf8))
    }

    /// Tokens that are numbered; a rejected one is followed by the next.
    private final class Numbered: Sendable {
        private let number = Mutex(1)
        var source: BearerTokens {
            BearerTokens(
                current: { () async throws(TokenFailure) in "token-\(self.number.withLock(\.self))" },
                reject: { _ in self.number.withLock { $0 += 1 } })
        }
    }

    private func with(
        good: String? = "token-1", owner: String = "ann@mosaic.test", _ change: (inout GmailDesk) -> Void = { _ in },
        _ body: (GmailMailer, HTTPCounter<GmailDesk>) async throws -> Void
    ) async throws {
        var desk = GmailDesk { good == nil || $0 == good ? owner : nil }
        change(&desk)
        let counter = try await HTTPCounter.open(desk)
        let transport = CurlTransport()
        let mailer = GmailMailer(
            client: GmailClient(baseURL: counter.baseURL, transport: transport), address: Self.address,
            tokens: Numbered().source)
        do { try await body(mailer, counter) } catch {
            await transport.shutdown()
            throw error
        }
        await transport.shutdown()
        await counter.close()
    }

    @Test func aMailIsSentAsItIs() async throws {
        try await with { mailer, counter in
            #expect(await mailer.send(Self.mail()) { .granted } == .accepted(reply: "200 gmail-1"))
            #expect(counter.state.sent.map(\.bytes) == [Self.mail().bytes])
        }
    }

    @Test func anIdThatGmailGaveIsKept() async throws {
        try await with({ $0.renames = true }) { mailer, _ in
            let id = try #require(MessageID("gmail-1@mail.example"))
            #expect(await mailer.send(Self.mail()) { .granted } == .acceptedUnder(id, reply: "200 gmail-1"))
        }
    }

    @Test(arguments: [("their@creators.example", "t-7"), ("unknown@creators.example", "thread-of-gmail-1")])
    func anAnswerGoesIntoItsConversation(parent: String, thread: String) async throws {
        try await with({ $0.threads = ["their@creators.example": "t-7"] }) { mailer, counter in
            _ = await mailer.send(Self.mail(answering: parent)) { .granted }
            #expect(counter.state.sent.map(\.thread) == [thread])
        }
    }

    @Test func withheldMailNeverArrives() async throws {
        try await with { mailer, counter in
            #expect(await mailer.send(Self.mail()) { .withheld("a reply came") } == .withheld("a reply came"))
            #expect(await mailer.send(Self.mail()) { .granted { "too old" } } == .withheld("too old"))
            #expect(counter.state.requests == 0)
        }
    }

    @Test(arguments: [GmailFault.answerLost, .failsAfterwards, .drop])
    func afterTheRequestTheMailIsInDoubtAndAskedOnce(_ fault: GmailFault) async throws {
        try await with({ $0.script = [fault] }) { mailer, counter in
            guard case .failed(let failure) = await mailer.send(Self.mail(), beforeFinalDot: { .granted }) else {
                return #expect(Bool(false))
            }
            #expect(failure.kind == .outcomeUnknown)
            #expect(counter.state.requests == 1)
        }
    }

    @Test(
        arguments: [
            (429, "rateLimitExceeded", "Too many concurrent requests for user", .throttled),
            (429, "rateLimitExceeded", "User-rate limit exceeded. (Mail sending)", .quota),
            (403, "userRateLimitExceeded", "User Rate Limit Exceeded", .throttled),
            (403, "dailyLimitExceeded", "Daily Limit Exceeded", .quota),
            (403, "insufficientPermissions", "Request had insufficient authentication scopes.", .authentication),
            (400, "invalidArgument", "Recipient address required", .messageRefused),
            (403, "accessNotConfigured", "Gmail API has not been used in project 1 before", .authentication),
            (403, "domainPolicy", "The domain administrators have disabled Gmail apps.", .authentication),
            (400, "failedPrecondition", "Mail service not enabled", .authentication),
        ] as [(Int, String, String, DeliveryFailure.Kind)])
    func aRefusalMeansWhatItsBodySays(status: Int, reason: String, message: String, kind: DeliveryFailure.Kind)
        async throws
    {
        try await with({ $0.script = [.error(status: status, reason: reason, message: message)] }) { mailer, _ in
            guard case .failed(let failure) = await mailer.send(Self.mail(), beforeFinalDot: { .granted }) else {
                return #expect(Bool(false))
            }
            #expect(failure.kind == kind)
            #expect(failure.reply == "\(status) \(reason): \(message)")
        }
    }

    /// Tokens end between the claim and the request. A request that was refused at the door has done nothing.
    @Test func aTokenThatEndsAtTheRequestIsReplacedUnderTheSamePermission() async throws {
        let asked = Mutex(0)
        try await with({ $0.script = [.error(status: 401, reason: "authError", message: "Invalid Credentials")] }) {
            mailer, counter in
            let outcome = await mailer.send(Self.mail()) {
                asked.withLock { $0 += 1 }
                return .granted
            }
            // The desk knows the first token alone, so the second is refused as well: nothing has left, and that is certain.
            guard case .failed(let failure) = outcome else { return #expect(Bool(false)) }
            #expect(failure.kind == .authentication && failure.isCertainlyUnsent)
            #expect(counter.state.sent.isEmpty)
        }
        try await with(
            good: nil, { $0.script = [.error(status: 401, reason: "authError", message: "Invalid Credentials")] }
        ) {
            mailer, counter in
            #expect(await mailer.send(Self.mail()) { .granted } == .accepted(reply: "200 gmail-1"))
            #expect(counter.state.sent.count == 1 && counter.state.requests == 2)
        }
        #expect(asked.withLock(\.self) == 1)
    }

    @Test func anOldPermissionDoesNotServeForASecondToken() async throws {
        let asked = Mutex(0)
        try await with(
            good: nil, { $0.script = [.error(status: 401, reason: "authError", message: "Invalid Credentials")] }
        ) {
            mailer, counter in
            let outcome = await mailer.send(Self.mail()) {
                .granted {
                    asked.withLock {
                        $0 += 1; return $0
                    } == 1 ? nil : "too old"
                }
            }
            #expect(outcome == .withheld("too old"))
            #expect(counter.state.sent.isEmpty)
        }
    }

    @Test(arguments: [false, true]) func whatLeftIsFoundAfterwardsUnderWhateverId(renames: Bool) async throws {
        try await with({
            $0.script = [.answerLost]; $0.renames = renames
        }) { mailer, counter in
            let sought = SoughtMail(
                messageID: Self.mail().messageID, recipient: Self.mail().recipient, since: SystemWallClock().now)
            #expect((try await mailer.find(sought)) == nil)
            _ = await mailer.send(Self.mail()) { .granted }
            counter.change { $0.isBlind = true }
            #expect((try await mailer.find(sought)) == nil)
            counter.change { $0.isBlind = false }
            let found = try await mailer.find(sought)
            #expect(found?.messageID == MessageID(renames ? "gmail-1@mail.example" : "ours@mosaic.test"))
        }
    }

    @Test func anotherMailToTheSameAddressProvesNothing() async throws {
        try await with({ $0.renames = true }) { mailer, _ in
            _ = await mailer.send(Self.mail()) { .granted }
            let other = try #require(MessageID("other@mosaic.test"))
            let sought = SoughtMail(messageID: other, recipient: Self.mail().recipient, since: SystemWallClock().now)
            #expect((try await mailer.find(sought)) == nil)
        }
    }

    @Test func aDraftLiesInItsConversationOnce() async throws {
        try await with({ $0.threads = ["their@creators.example": "t-7"] }) { mailer, counter in
            let bytes = Self.mail(answering: "their@creators.example").bytes
            let place = try await mailer.draft(bytes)
            #expect(place == "Gmail's drafts, r-1")
            #expect(counter.state.drafts.map(\.thread) == ["t-7"] && counter.state.drafts.map(\.bytes) == [bytes])
            counter.change { $0.script = [.answerLost] }
            do throws(DeliveryFailure) {
                _ = try await mailer.draft(bytes)
                Issue.record("no failure")
            } catch { #expect(!error.isCertainlyUnsent) }
            #expect(counter.state.drafts.count == 2 && counter.state.requests == 2)
        }
    }

    @Test(arguments: [
        ("accessNotConfigured", "Turn it on"), ("insufficientPermissions", "all boxes ticked"),
        ("domainPolicy", "Admin console"), ("forbidden", "Gmail API is on"),
    ])
    func aRefusalSaysWhatToDo(reason: String, words: String) async throws {
        try await with({ $0.script = [.error(status: 403, reason: reason, message: "no")] }) { mailer, _ in
            guard case .failed(let failure) = await mailer.send(Self.mail(), beforeFinalDot: { .granted }) else {
                return #expect(Bool(false))
            }
            #expect(failure.detail.contains(words))
        }
    }

    @Test func aRefusedTokenIsReplacedOnceAndSomebodyElsesIsNoticed() async throws {
        try await with(good: "token-2") { mailer, _ in
            #expect(await mailer.verify() == .accepted(reply: "200 ann@mosaic.test"))
        }
        try await with(good: "token-9") { mailer, _ in
            guard case .failed(let failure) = await mailer.verify() else { return #expect(Bool(false)) }
            #expect(failure.kind == .authentication)
        }
        try await with(owner: "bob@mosaic.test") { mailer, _ in
            guard case .failed(let failure) = await mailer.verify() else { return #expect(Bool(false)) }
            #expect(failure.kind == .authentication && failure.detail.contains("bob@mosaic.test"))
        }
    }
}
