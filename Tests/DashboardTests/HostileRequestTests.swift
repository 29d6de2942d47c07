import Correspondence
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import NIOEmbedded
import Storage
import Testing
import Text

@testable import Dashboard

/// What strangers and other sites may try.
@Suite struct HostileRequestTests {
    @Test func whatAnotherSiteMakesTheBrowserSendChangesNothing() async throws {
        try await DeskScene.with { scene in
            let session = try await scene.enter()
            let cookie: HTTPFields = [.cookie: "mosaic=\(session.token)"]
            let fields = ["act": "stop", "token": LoginCheck.formToken(of: session.token)]
            let foreign: [HTTPFields] = [
                [.fetchSite: "cross-site"], [.fetchSite: "same-site"], [.fetchSite: "none"],
                [.origin: "https://evil.example"], [.origin: "null"], [:],
            ]
            for headers in foreign {
                let answer = try await scene.post("/accounts/act", fields, cookie.merging(headers))
                #expect(answer.status == .conflict, "\(headers)")
            }
            #expect(try await scene.store.instance.sendingStop() == nil)
        }
    }

    @Test func aFormWithoutItsTokenChangesNothing() async throws {
        try await DeskScene.with { scene in
            _ = try await scene.store.instance.secret(orElse: [1])
            let session = try await scene.enter()
            let other = try await scene.enter("eve")
            for token in ["", "x", LoginCheck.formToken(of: other.token)] {
                let answer = try await session.post("/accounts/act", ["act": "stop", "token": token])
                #expect(answer.status == .conflict)
            }
            #expect(try await scene.store.instance.sendingStop() == nil)
            #expect(try await session.post("/accounts/act", ["act": "stop"]).status == .seeOther)
            #expect(try await scene.store.instance.sendingStop() != nil)
        }
    }

    @Test(arguments: ["evil.example", "evil.example:8000", "desk.example.com", "127.0.0.1.evil.example", "[::2]", ""])
    func anotherNameForThisMachineIsRefused(host: String) async throws {
        let request = Request(
            head: HTTPRequest(method: .get, scheme: "http", authority: host, path: "/"),
            body: RequestBody(buffer: ByteBuffer()))
        let context = DeskContext(
            source: ApplicationRequestContextSource(channel: NIOAsyncTestingChannel(), logger: Logger(label: "test")))
        let answer = try await HeaderRules(options: DeskOptions()).handle(request, context: context) { _, _ in
            Issue.record("it was let through")
            return Response(status: .ok)
        }
        #expect(answer.status == .misdirectedRequest)
    }

    @Test func namedHostsAndThisMachineAreAnswered() {
        let options = DeskOptions(hosts: ["desk.example.com"])
        for name in ["localhost", "127.0.0.1:8000", "[::1]:8000", "desk.example.com", "DESK.example.com:443"] {
            #expect(options.answers(to: name), "\(name)")
        }
        for name in ["", "evil.example", "desk.example.com.evil.example", "127.evil.example"] {
            #expect(!options.answers(to: name), "\(name)")
        }
    }

    @Test(arguments: [
        "/assets/../Package.swift", "/assets/%2e%2e/%2e%2e/etc/passwd", "/assets/..%2f..%2fetc%2fpasswd",
        "//etc/passwd",
        "/assets/desk.css/../../login", "/conversations/../users", "/conversations/1%00", "/conversations/-1",
        "/conversations/99999999999999999999", "/campaigns/1;DROP", "/%c0%ae%c0%ae/",
    ])
    func noPathLeadsOutOfTheDesk(path: String) async throws {
        try await DeskScene.with { scene in
            let session = try await scene.enter()
            let answer = try await session.get(path)
            #expect([.notFound, .badRequest].contains(answer.status), "\(answer.status)")
            #expect(!answer.text.contains("root:") && !answer.text.contains("swift-tools"))
        }
    }

    @Test func aBodyThatIsTooLargeIsRefusedUnread() async throws {
        try await DeskScene.with { scene in
            let answer = try await scene.post("/login", ["name": String(repeating: "a", count: 100_000)])
            #expect(answer.status == .contentTooLarge)
        }
    }

    @Test func aBodyThatDoesNotComeIsNotAwaitedForEver() async throws {
        let impatient = DeskOptions(patience: .milliseconds(50))
        try await DeskScene.with(impatient) { scene in
            let head = HTTPRequest(
                method: .post, scheme: "http", authority: "localhost", path: "/login",
                headerFields: [.fetchSite: "same-origin"])
            let never = AsyncStream<ByteBuffer> { _ in }
            await #expect(throws: HTTPError.self) {
                _ = try await Form(
                    Request(head: head, body: RequestBody(asyncSequence: never)), nil, patience: impatient.patience)
            }
            _ = scene
        }
    }

    @Test func everyAnswerKeepsTheBrowserFromBeingUsed() async throws {
        try await DeskScene.with { scene in
            let session = try await scene.enter()
            for path in ["/", "/login", "/nowhere", "/assets/desk.css", "/health", "/api/v1/handoffs"] {
                let headers = try await session.get(path).headers
                #expect(headers[.contentSecurityPolicy] == HeaderRules.policy, "\(path)")
                #expect(headers[.xContentTypeOptions] == "nosniff")
                #expect(headers[.frameOptions] == "DENY")
            }
            #expect(!HeaderRules.policy.contains("unsafe"))
        }
    }

    @Test func twoFieldsOfOneNameAreTheFirst() {
        #expect(Form.parsed("a=1&a=2&b=%41+%zz&c=x%41")["a"] == "1")
        #expect(Form.parsed("b=%41%zz")["b"] == "")
        #expect(Form.parsed("c=x%41+y")["c"] == "xA y")
    }

    @Test func faultsTellNothingOfTheInside() async throws {
        try await DeskScene.with { scene in
            let session = try await scene.enter()
            await scene.store.close()
            let answer = try await session.get("/accounts")
            #expect(answer.status == .serviceUnavailable)
            #expect(answer.text.contains("The database did not answer"))
            #expect(!answer.text.contains("SELECT") && !answer.text.contains("SQL"))
        }
    }
}
