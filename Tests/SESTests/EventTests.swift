import Curl
import PostOffice
import Testing
import Timing

@testable import SES

/// What SES reports, in the shapes of its documentation, and the queue that it comes through.
@Suite(.timeLimit(.minutes(10))) struct EventTests {
    static func bounce(type: String = "Permanent", status: String = "5.1.1") -> String {
        #"""
        {"eventType":"Bounce","bounce":{"feedbackId":"f-1","bounceType":"\#(type)","bounceSubType":"General",
        "bouncedRecipients":[{"emailAddress":"jo@creators.example","action":"failed","status":"\#(status)",
        "diagnosticCode":"smtp; 550 user unknown"}]},"mail":{"messageId":"0100-1","source":"team@mosaic.test",
        "headers":[{"name":"X-Mosaic-ID","value":"<ours@mosaic.test>"}]}}
        """#
    }

    @Test(arguments: [
        ("Permanent", "5.1.1", SESEvent.Kind.hardBounce), ("Permanent", "5.7.1", .softBounce),
        ("Transient", "4.4.7", .softBounce), ("Undetermined", "", .softBounce),
    ])
    func onlyADeadAddressIsAHardBounce(type: String, status: String, kind: SESEvent.Kind) throws {
        let event = try #require(SESEvent(Array(Self.bounce(type: type, status: status).utf8)))
        #expect(event.kind == kind)
        #expect(event.id == "0100-1" && event.givenID == "<ours@mosaic.test>")
        #expect(event.recipients == ["jo@creators.example"])
        #expect(event.detail.hasPrefix("bounce \(type) General"))
    }

    @Test(arguments: [
        (#"{"eventType":"Send","mail":{"messageId":"1"},"send":{}}"#, SESEvent.Kind.left),
        (#"{"notificationType":"Delivery","mail":{"messageId":"1"},"delivery":{}}"#, .left),
        (#"{"eventType":"DeliveryDelay","mail":{"messageId":"1"},"deliveryDelay":{}}"#, .left),
        (#"{"eventType":"Reject","mail":{"messageId":"1"},"reject":{"reason":"Bad content"}}"#, .rejected),
        (
            #"{"notificationType":"Complaint","mail":{"messageId":"1"},"complaint":{"complainedRecipients":[]}}"#,
            .complaint
        ),
    ])
    func eachEventIsUnderstoodBareAndInSNSsEnvelope(json: String, kind: SESEvent.Kind) throws {
        #expect(SESEvent(Array(json.utf8))?.kind == kind)
        let quoted = json.replacing(#"""#, with: #"\""#)
        let envelope = #"{"Type":"Notification","MessageId":"n","Message":"\#(quoted)"}"#
        #expect(SESEvent(Array(envelope.utf8))?.kind == kind)
    }

    @Test(arguments: [
        "", "{", "[]", "null", #"{"Type":"Notification","Message":"Successfully validated SNS topic"}"#,
        #"{"eventType":"Bounce"}"#, #"{"eventType":"Rendering Failure","mail":{"messageId":"1"}}"#,
    ])
    func whatIsNoEventIsNone(text: String) { #expect(SESEvent(Array(text.utf8)) == nil) }

    @Test func aMessageComesAgainUntilItIsDeleted() async throws {
        let counter = try await HTTPCounter.open(QueueDesk(messages: ["one", "two"]))
        let transport = CurlTransport()
        let queue = Self.queue("\(counter.baseURL)/123456789012/mosaic", transport)
        let first = try await queue.receive(waiting: .zero)
        #expect(first.map { String(decoding: $0.body, as: UTF8.self) } == ["one", "two"])
        let again = try await queue.receive(waiting: .zero)
        #expect(again == first)
        try await queue.delete([again[0].receipt])
        let rest = try await queue.receive(waiting: .zero)
        #expect(rest == [first[1]])
        counter.change { $0.script = [(status: 400, type: "QueueDoesNotExist")] }
        do {
            _ = try await queue.receive(waiting: .zero)
            Issue.record("no failure")
        } catch {
            #expect(error.kind == .account && error.description.contains("SES_EVENTS_QUEUE"))
        }
        await transport.shutdown()
        await counter.close()
    }

    static func queue(_ url: String, _ transport: CurlTransport) -> EventQueue {
        let now: @Sendable () -> Int64 = { SystemWallClock().now.secondsSince1970 }
        return EventQueue(
            url: url, region: "eu-central-1",
            chain: CredentialChain(environment: SESClientTests.keys, transport: transport, now: now),
            transport: transport, now: now)
    }
}
