import Correspondence
import Delivery
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Operations
import Storage
import Testing

@testable import Dashboard

/// Where a provider posts what became of mails: open to everybody, and moved by nothing but what its receiver believes.
@Suite struct HookTests {
    private struct Receiver: ReportReceiver {
        let name = "a topic"
        var refusal: PostRefusal?

        func read(_ post: [UInt8]) async throws(PostRefusal) -> ProviderReport? {
            if let refusal { throw refusal }
            return ProviderReport(
                kind: .left,
                ids: [MessageID("\(String(decoding: post, as: UTF8.self))@mosaic.test")].compactMap(\.self),
                detail: "left")
        }
    }

    /// As SNS posts: no origin, no cookie.
    private func post(_ scene: DeskScene, _ body: String = "one") async throws -> TestResponse {
        try await scene.client.execute(
            uri: "/hooks/ses", method: .post, headers: DeskScene.host, body: ByteBuffer(string: body))
    }

    @Test func withoutATopicThereIsNothing() async throws {
        try await DeskScene.with { scene in
            let answer = try await post(scene)
            #expect(answer.status == .notFound)
        }
    }

    @Test func aPostNeedsNoLogin() async throws {
        try await DeskScene.with(hook: { ReportHook(Receiver(), store: $0) }) { scene in
            let answer = try await post(scene)
            #expect(answer.status == .ok && answer.text.contains("taken"))
            let page = try await scene.get("/hooks/ses")
            #expect(page.status == .notFound)
        }
    }

    @Test(arguments: [
        (PostRefusal.stranger, 403), (.refused("its signature does not hold"), 403), (.notNow("away"), 503),
    ])
    func whatIsNotBelievedChangesNothingAndLearnsNothing(refusal: PostRefusal, status: Int) async throws {
        try await DeskScene.with(hook: { ReportHook(Receiver(refusal: refusal), store: $0) }) { scene in
            let answer = try await post(scene)
            #expect(answer.status.code == status)
            #expect(!answer.text.contains("signature") && !answer.text.contains("a topic"))
        }
    }

    /// A provider that gets a 503 posts again.
    @Test func whatCannotBeWrittenDownComesAgain() async throws {
        try await DeskScene.with(hook: { ReportHook(Receiver(), store: $0) }) { scene in
            await scene.store.close()
            let answer = try await post(scene)
            #expect(answer.status == .serviceUnavailable)
        }
    }

    /// A login is of no use here, and other paths stay closed to whoever comes without one.
    @Test func noOtherPathIsOpened() async throws {
        try await DeskScene.with(hook: { ReportHook(Receiver(), store: $0) }) { scene in
            for path in ["/hooks/ses/", "/hooks", "/hooks/other"] {
                let answer = try await scene.client.execute(uri: path, method: .post, headers: DeskScene.host)
                #expect(![.ok, .serviceUnavailable].contains(answer.status), "\(path)")
            }
        }
    }
}
