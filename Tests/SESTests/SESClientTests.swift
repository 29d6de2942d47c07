import Curl
import PostOffice
import Testing
import Timing

@testable import SES

/// Sending over SES, with everything that can go wrong at the worst moment.
@Suite(.timeLimit(.minutes(10))) struct SESClientTests {
    static let keys = ["AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret-of-tests"]
    static let mail = SESClient.Mail(
        sender: "team@mosaic.test", recipient: "jo@creators.example",
        bytes: Array("From: team@mosaic.test\r\nMessage-ID: <ours@mosaic.test>\r\n\r\nHello.\r\n".utf8),
        configurationSet: "mosaic", tags: [(name: "mosaic", value: "17")])

    private func with(
        region: String = "eu-central-1", environment: [String: String] = keys, _ desk: SESDesk = SESDesk(),
        _ body: (SESClient, HTTPCounter<SESDesk>) async throws -> Void
    ) async throws {
        let counter = try await HTTPCounter.open(desk)
        let transport = CurlTransport()
        let now: @Sendable () -> Int64 = { SystemWallClock().now.secondsSince1970 }
        let chain = CredentialChain(environment: environment, transport: transport, now: now)
        let client = SESClient(
            region: region, baseURL: counter.baseURL, chain: chain, transport: transport, now: now)
        do { try await body(client, counter) } catch {
            await transport.shutdown()
            throw error
        }
        await transport.shutdown()
        await counter.close()
    }

    @Test(arguments: [("us-east-1", "email.amazonses.com"), ("eu-central-1", "eu-central-1.amazonses.com")])
    func aMailIsTakenAsItIsUnderANewName(region: String, domain: String) async throws {
        try await with(region: region) { client, counter in
            let outcome = await client.send(Self.mail) { nil }
            let taken = try #require(counter.state.taken.first)
            #expect(outcome == .sent(messageID: "\(taken.id)@\(domain)"))
            #expect(taken.bytes == Self.mail.bytes)
            #expect(taken.recipients == ["jo@creators.example"] && taken.sender == "team@mosaic.test")
            #expect(taken.configurationSet == "mosaic" && taken.tags == ["mosaic": "17"])
        }
    }

    @Test func anObjectionComesBeforeTheFirstByte() async throws {
        try await with { client, counter in
            #expect(await client.send(Self.mail) { "paused" } == .withheld("paused"))
            #expect(counter.state.requests == 0)
        }
    }

    /// Whatever happens after the request was written, it is written once and nobody takes it for unsent.
    @Test(arguments: [
        SESFault.answerLost, .failsAfterwards, .drop, .error(status: 503, type: "ServiceUnavailable", message: "x"),
    ])
    func afterTheRequestNothingIsRepeated(_ fault: SESFault) async throws {
        var desk = SESDesk()
        desk.script = [fault]
        try await with(desk) { client, counter in
            guard case .failed(let failure) = await client.send(Self.mail, unless: { nil }) else {
                return #expect(Bool(false))
            }
            #expect(failure.kind == .unknown)
            #expect(counter.state.requests == 1)
        }
    }

    /// libcurl writes a request again when a kept connection dies under it.
    @Test func aKeptConnectionIsNotUsedForAMail() async throws {
        var desk = SESDesk()
        desk.script = [.answerLost]
        try await with(desk) { client, counter in
            _ = try await client.account()
            _ = await client.send(Self.mail) { nil }
            #expect(counter.state.requests == 1 && counter.state.taken.count == 1)
        }
    }

    @Test func whereNobodyListensNothingWasSent() async throws {
        try await with { client, counter in
            await counter.close()
            guard case .failed(let failure) = await client.send(Self.mail, unless: { nil }) else {
                return #expect(Bool(false))
            }
            #expect(failure.kind == .connection)
        }
    }

    @Test(
        arguments: [
            (429, "TooManyRequestsException", "Maximum sending rate exceeded.", .rate, "this second"),
            (429, "TooManyRequestsException", "Daily message quota exceeded.", .quota, "24 hours"),
            (400, "Throttling", "Daily message quota exceeded", .quota, "24 hours"),
            (400, "MessageRejected", "Email address is not verified. The following identities …", .account, "sandbox"),
            (400, "MessageRejected", "Message contains a virus", .message, "unchanged"),
            (400, "AccountSuspendedException", "suspended", .account, "console"),
            (400, "SendingPausedException", "paused", .account, "console"),
            (404, "NotFoundException", "Configuration set <x> does not exist.", .account, "SES_CONFIGURATION_SET"),
            (403, "AccessDeniedException", "not authorized to perform ses:SendEmail", .account, "ses:SendEmail"),
            (
                403, "SignatureDoesNotMatch", "Signature expired: 20261130T1 is now earlier than …", .credentials,
                "clock"
            ),
            (403, "UnrecognizedClientException", "invalid", .credentials, "key, secret and region"),
            (403, "ExpiredTokenException", "expired", .credentialsAway, "New ones"),
            (400, "BadRequestException", "Invalid header", .message, "unchanged"),
        ] as [(Int, String, String, SESFailure.Kind, String)])
    func aRefusalMeansWhatItSays(
        status: Int, type: String, message: String, kind: SESFailure.Kind, words: String
    ) async throws {
        var desk = SESDesk()
        desk.script = [.error(status: status, type: type, message: message)]
        try await with(desk) { client, _ in
            guard case .failed(let failure) = await client.send(Self.mail, unless: { nil }) else {
                return #expect(Bool(false))
            }
            #expect(failure.kind == kind)
            #expect(failure.description.contains(words), "\(failure)")
            #expect(failure.reply == "\(status) \(type): \(message)")
        }
    }

    @Test func theAccountTellsItsQuotaAndTheSandbox() async throws {
        var desk = SESDesk()
        desk.isInProduction = false
        desk.dailyQuota = 200
        try await with(desk) { client, _ in
            let account = try #require(try await client.account())
            #expect(!account.isInProduction && account.maySend)
            #expect(account.dailyQuota == 200 && account.ratePerSecond == 14)
        }
    }

    @Test func withoutCredentialsSESIsNotAsked() async throws {
        try await with(environment: ["AWS_EC2_METADATA_DISABLED": "true", "HOME": "/nowhere"]) { client, counter in
            guard case .failed(let failure) = await client.send(Self.mail, unless: { nil }) else {
                return #expect(Bool(false))
            }
            #expect(failure.kind == .credentials && failure.description.contains("AWS_ACCESS_KEY_ID"))
            #expect(counter.state.requests == 0)
        }
    }

    @Test func secretsShowNowhere() {
        let credentials = AWSCredentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "secret-of-tests")
        var dumped = ""
        dump(credentials, to: &dumped)
        #expect(!"\(credentials) \(dumped)".contains("secret-of-tests"))
    }
}
