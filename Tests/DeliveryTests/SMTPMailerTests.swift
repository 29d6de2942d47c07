import Correspondence
import Synchronization
import TestServers
import Testing

@testable import Curl
@testable import Delivery

struct SMTPMailerTests {
    private struct House {
        let dovecot: Dovecot
        let postfix: Postfix
        let ann = MailAccount("ann@mosaic.test")
        let bob = MailAccount("bob@creators.example")
        let transport = CurlTransport()

        func mailer(password: String = "secret") -> SMTPMailer {
            let server = SMTPServer(
                host: "127.0.0.1", port: postfix.submissionPort, security: .startTLS, username: ann.address,
                password: Password(password), caFile: postfix.caFile)
            return SMTPMailer(server: server, transport: transport)
        }
    }

    // Unstructured because no single test owns it: it lives as long as the process.
    private static let opening = Task {
        let dovecot = try await Dovecot.start()
        let house = House(dovecot: dovecot, postfix: try await Postfix.start(with: dovecot))
        try dovecot.add([house.ann, house.bob])
        try await house.postfix.add([house.ann, house.bob])
        return house
    }

    private func letter(_ number: Int) -> Letter {
        .sample.with {
            $0.messageID = MessageID("\(number)@mosaic.test")!
            $0.text = "Héllo\n.\nFrom me\nend "
        }
    }

    @Test func acceptedMailArrivesByteForByte() async throws {
        let house = try await Self.opening.value
        let mail = MailComposer().compose(letter(1))
        let asked = Mutex(0)
        let outcome = await house.mailer().send(mail) {
            asked.withLock { $0 += 1 }
            return .granted
        }
        guard case .accepted(let reply) = outcome else { throw Unexpected(outcome: outcome) }
        #expect(reply.hasPrefix("250 2.0.0"))
        #expect(asked.withLock(\.self) == 1)
        let stored = try await arrival(of: mail.messageID, in: house)
        #expect(stored.suffix(mail.bytes.count) == mail.bytes[...])
    }

    private struct Unexpected: Error {
        let outcome: DeliveryOutcome
    }

    private func arrival(of id: MessageID, in house: House) async throws -> [UInt8] {
        for _ in 0..<2000 {
            let found = try await house.dovecot.messages(of: house.bob).first { $0.text.contains(id.bracketed) }
            if let found { return found.bytes }
        }
        throw Unexpected(outcome: .withheld(nil))
    }

    @Test func withheldMailNeverArrives() async throws {
        let house = try await Self.opening.value
        let withheld = MailComposer().compose(letter(2))
        #expect(await house.mailer().send(withheld) { .withheld("a reply came") } == .withheld("a reply came"))
        // What was sent after it is there, so it would be, too.
        let later = MailComposer().compose(letter(3))
        _ = await house.mailer().send(later) { .granted }
        _ = try await arrival(of: later.messageID, in: house)
        let texts = try await house.dovecot.messages(of: house.bob).map(\.text)
        #expect(!texts.contains { $0.contains(withheld.messageID.bracketed) })
    }

    @Test func refusedRecipientIsNamedAndTheCallerNotAsked() async throws {
        let house = try await Self.opening.value
        try await house.postfix.setFate(.refused("550 5.1.1 gone for good"), of: "gone@creators.example")
        let letter = letter(4).with { $0.to = Correspondent(address: EmailAddress("gone@creators.example")!) }
        let asked = Mutex(false)
        let outcome = await house.mailer().send(MailComposer().compose(letter)) {
            asked.withLock { $0 = true }
            return .granted
        }
        guard case .failed(let failure) = outcome else { throw Unexpected(outcome: outcome) }
        #expect(failure.kind == .recipientRefused)
        #expect(failure.reply?.contains("gone for good") == true)
        #expect(failure.isCertainlyUnsent && !failure.isRetriable)
        let wasAsked = asked.withLock(\.self)
        #expect(!wasAsked)
    }

    @Test func loginIsVerified() async throws {
        let house = try await Self.opening.value
        guard case .accepted = await house.mailer().verify() else {
            throw Unexpected(outcome: await house.mailer().verify())
        }
        guard case .failed(let failure) = await house.mailer(password: "wrong").verify() else {
            throw Unexpected(outcome: .withheld(nil))
        }
        #expect(failure.kind == .authentication)
        #expect(!failure.isRetriable)
    }

    @Test(arguments: [
        (SMTPFailure.Kind.transient, DeliveryFailure.Kind.transient, true),
        (.recipientBusy, .recipientBusy, true), (.throttled, .throttled, true), (.policy, .policy, false),
        (.permanentRecipient, .recipientRefused, false),
        (.permanentMessage, .messageRefused, false), (.authentication, .authentication, false), (.quota, .quota, true),
        (.connection, .connection, true), (.tls, .encryption, false), (.outcomeUnknown, .outcomeUnknown, false),
    ])
    func failureKeepsItsMeaning(smtp: SMTPFailure.Kind, ours: DeliveryFailure.Kind, isRetriable: Bool) {
        let reply = SMTPReply(code: 451, lines: ["4.3.0 one", "two"])
        let source = SMTPFailure(phase: .data, reply: reply, kind: smtp, host: "mail.example.test", cause: "why")
        let failure = DeliveryFailure(source)
        #expect(DeliveryOutcome(.failed(source)) == .failed(failure))
        #expect(failure.kind == ours)
        #expect(failure.isRetriable == isRetriable)
        #expect(failure.isCertainlyUnsent == source.certainlyUnsent)
        #expect(failure.reply == "451 4.3.0 one two")
        #expect(failure.detail == source.detail)
    }
}
