import Curl
import Testing
import Text
import Timing

@testable import SES

#if canImport(Glibc)
import Glibc
#endif

/// An SES that nobody here wrote: `moto_server -p 5055`, and `MOSAIC_MOTO_URL=http://127.0.0.1:5055` to have it asked.
@Suite(.enabled(if: getenv("MOSAIC_MOTO_URL") != nil)) struct MotoTests {
    @Test func motosQueueGivesAndForgetsMessages() async throws {
        let url = String(cString: try #require(getenv("MOSAIC_MOTO_URL")))
        let transport = CurlTransport()
        func ask(_ action: String, _ body: String) async throws -> JSON {
            let headers: HTTPHeaders = [
                "Authorization": "AWS4-HMAC-SHA256 Credential=x/20261130/eu-central-1/sqs/aws4_request",
                "Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": "AmazonSQS.\(action)",
            ]
            let request = HTTPRequest(method: "POST", url: url + "/", headers: headers, body: Array(body.utf8))
            return try JSON(reading: try await transport.perform(request).body)
        }
        let made = try await ask("CreateQueue", #"{"QueueName":"mosaic"}"#)
        let address = try #require(made["QueueUrl"]?.text)
        _ = try await ask("SendMessage", #"{"QueueUrl":"\#(address)","MessageBody":"hello"}"#)
        let queue = EventTests.queue(address, transport)
        let received = try await queue.receive(waiting: .zero)
        #expect(received.map(\.body) == [Array("hello".utf8)])
        try await queue.delete(received.map(\.receipt))
        let rest = try await queue.receive(waiting: .zero)
        #expect(rest.isEmpty)
        await transport.shutdown()
    }

    @Test func motoTakesOurMailVerbatimAndRefusesAStranger() async throws {
        let url = String(cString: try #require(getenv("MOSAIC_MOTO_URL")))
        let transport = CurlTransport()
        let now: @Sendable () -> Int64 = { SystemWallClock().now.secondsSince1970 }
        let chain = CredentialChain(environment: SESClientTests.keys, transport: transport, now: now)
        let client = SESClient(
            region: "eu-central-1", baseURL: url, chain: chain, transport: transport, now: now)
        let identity = HTTPRequest(
            method: "POST", url: url + "/v2/email/identities",
            headers: [
                "Authorization": "AWS4-HMAC-SHA256 Credential=x/20261130/eu-central-1/ses/aws4_request",
                "Content-Type": "application/json",
            ],
            body: Array(#"{"EmailIdentity":"team@mosaic.test"}"#.utf8))
        _ = try await transport.perform(HTTPRequest(method: "POST", url: url + "/moto-api/reset", body: []))

        guard case .failed(let refusal) = await client.send(SESClientTests.mail, unless: { nil }) else {
            return #expect(Bool(false))
        }
        #expect(refusal.kind == .account || refusal.kind == .message, "\(refusal)")

        _ = try await transport.perform(identity)
        let outcome = await client.send(SESClientTests.mail) { nil }
        guard case .sent(let id) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(id.hasSuffix("@eu-central-1.amazonses.com"))
        let data = try await transport.perform(HTTPRequest(url: url + "/moto-api/data.json"))
        let messages = try JSON(reading: data.body)["ses"]?["RawMessage"]?.items ?? []
        #expect(messages.count == 1)
        let sent = String(decoding: SESClientTests.mail.bytes, as: UTF8.self)
        #expect(messages.first?["raw_data"]?.text == sent)
        await transport.shutdown()
    }
}
