import Correspondence
import Delivery
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import NIOEmbedded
import Storage
import Testing
import Timing

@testable import Dashboard

/// The link by which somebody takes themselves off (RFC 8058).
@Suite struct OptOutTests {
    private static let secret: [UInt8] = Array(1...32)
    private static let ann = EmailAddress("ann@creators.example")!
    private static let path = "/u/" + OptOutSeal(secret: secret).token(of: ann)

    private func withScene(_ body: @escaping @Sendable (DeskScene) async throws -> Void) async throws {
        try await DeskScene.with { scene in
            _ = try await scene.store.instance.secret(orElse: Self.secret)
            try await body(scene)
        }
    }

    private static func reason(_ scene: DeskScene) async throws -> String? {
        try await scene.store.contacts.record(ann)?.suppressedReason
    }

    /// As a mail program posts it: no cookie, no page of ours, and the one field that RFC 8058 names.
    private static func click(_ scene: DeskScene, _ path: String = path) async throws -> TestResponse {
        try await scene.client.execute(
            uri: path, method: .post, headers: [.contentType: "application/x-www-form-urlencoded"],
            body: ByteBuffer(string: "List-Unsubscribe=One-Click"))
    }

    /// Rock#7034, useSend#412, emailflare#190: whoever scans mails looks at its links.
    @Test func aLookTakesNobodyOffAndAClickDoesOnce() async throws {
        try await withScene { scene in
            for method in [HTTPRequest.Method.get, .head, .get, .head, .get, .head] {
                let answer = try await scene.client.execute(uri: Self.path, method: method)
                #expect(answer.status == .ok)
                if method == .get { #expect(answer.text.contains("<form method=\"post\">")) }
            }
            #expect(try await Self.reason(scene) == nil)
            for _ in 1...2 {
                let answer = try await Self.click(scene)
                #expect(answer.status == .ok)
                #expect(answer.headers[.setCookie] == nil && answer.headers[.location] == nil)
            }
            #expect(try await Self.reason(scene) == "opt_out")
            let names = try await scene.store.audit.latest(limit: 50).map(\.name)
            #expect(names.count { $0 == "contact.opted_out" } == 1)
            let later = try await scene.get(Self.path)
            #expect(later.text.contains("no more mail from us") && !later.text.contains("<form"))
        }
    }

    /// It is an opt-out as by mail: conversations end, and what is planned is taken back.
    @Test func aClickStopsWhatIsPlanned() async throws {
        try await withScene { scene in
            _ = try await scene.store.sequences.register(
                .collectContact(secondDelay: .seconds(3_600), thirdDelay: .seconds(7_200)))
            let mail = try await Samples.planned(in: scene.store)
            let planned = try #require(try await scene.store.outbox.record(mail))
            let path = "/u/" + OptOutSeal(secret: Self.secret).token(of: planned.recipient)
            #expect(try await Self.click(scene, path).status == .ok)
            #expect(try await scene.store.outbox.record(mail)?.state == .cancelled)
            #expect(try await scene.store.conversations.record(planned.conversation)?.state == .stopped)
        }
    }

    /// Whoever was barred for another reason has opted out from then on, which is lifted less easily.
    @Test func anOptOutOutranksWhateverBarredBefore() async throws {
        try await withScene { scene in
            _ = try await scene.store.contacts.suppress([Self.ann], reason: .hardBounce)
            _ = try await Self.click(scene)
            #expect(try await Self.reason(scene) == "opt_out")
        }
    }

    @Test func aTokenThatIsNoneIsAnsweredAsAnyOther() async throws {
        try await withScene { scene in
            let known = try await scene.get(Self.path)
            let clicked = try await Self.click(scene)
            for token in [
                "x", String(Self.path.dropFirst(3).dropLast()) + "A", OptOutSeal(secret: [9]).token(of: Self.ann),
            ] {
                let look = try await scene.get("/u/\(token)")
                #expect(look.status == known.status && look.text == known.text)
                let answer = try await Self.click(scene, "/u/\(token)")
                #expect(answer.status == clicked.status && answer.text == clicked.text)
            }
            let names = try await scene.store.audit.latest(limit: 50).map(\.name)
            #expect(names.count { $0 == "contact.opted_out" } == 1)
        }
    }

    @Test func whoAsksVeryOftenWaits() async throws {
        try await withScene { scene in
            var statuses: Set<Int> = []
            for _ in 0..<130 { statuses.insert(try await scene.get("/u/x").status.code) }
            #expect(statuses == [200, 429])
        }
        let limit = VisitLimit(perMinute: 2)
        let now = Timestamp(secondsSince1970: 1_900_000_020)
        let visits = ["2001:db8:1:2:a::1", "2001:db8:1:2:b::1", "2001:db8:1:2:c::1", "2001:db8:1:3::1", "192.0.2.1"]
        #expect(visits.map { limit.admits($0, at: now) } == [true, true, false, true, true])
        #expect(limit.admits("2001:db8:1:2:a::1", at: now + .seconds(60)))
    }

    /// By its public name the world reaches this page and nothing else.
    @Test(arguments: [("/u/x", true), ("/login", false), ("/", false), ("/health", false), ("/u", false)])
    func theWorldReachesNothingElse(path: String, isServed: Bool) async throws {
        let request = Request(
            head: HTTPRequest(method: .get, scheme: "http", authority: "mail.example.com", path: path),
            body: RequestBody(buffer: ByteBuffer()))
        let context = DeskContext(
            source: ApplicationRequestContextSource(channel: NIOAsyncTestingChannel(), logger: Logger(label: "test")))
        let options = DeskOptions(publicHost: "mail.example.com")
        let answer = try await HeaderRules(options: options).handle(request, context: context) { _, _ in
            Response(status: .ok)
        }
        #expect(answer.status == (isServed ? .ok : .misdirectedRequest))
    }
}
