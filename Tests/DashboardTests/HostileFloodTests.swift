import Correspondence
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Storage
import Testing

@testable import Dashboard

/// Two thousand requests of people who mean harm: nobody gets in, nothing is changed or executed, and the desk goes on.
@Suite(.timeLimit(.minutes(5))) struct HostileFloodTests {
    private static let payloads = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' OR '1'='1", "1; DROP TABLE users",
        "../../etc/passwd",
        "%2e%2e%2f", "\u{0}", "\r\nSet-Cookie: mosaic=x", "{{token}}{{{token}}}", "${jndi:ldap://evil.example/x}",
        "\u{202E}\u{FEFF}", String(repeating: "A", count: 4_000), "-1", "99999999999999999999", "NaN",
        "\u{FFFD}\u{1F4A9}",
    ]
    private static let pages = [
        "/", "/conversations/1", "/followups", "/accounts", "/campaigns", "/campaigns/1", "/campaigns/1/check",
        "/campaigns/1/edit", "/campaigns/1/jobs", "/campaigns/new", "/uploads/1", "/jobs", "/jobs/1", "/templates",
        "/people",
        "/people/1", "/people/1/export", "/reports", "/reports/mails.csv", "/log", "/alerts", "/users", "/help",
        "/live",
        "/accounts/connected", "/api/v1/handoffs", "/api/v1/people", "/api/v1/events", "/api/v1/openapi.json",
    ]
    private static let acts = [
        "/accounts/act", "/accounts/connect", "/conversations/1/done", "/conversations/1/never-again",
        "/followups/1/cancel",
        "/campaigns/1/start", "/campaigns/1/jobs", "/campaigns/1/edit", "/jobs/1/cancel", "/people/1/erase",
        "/people/1/bar",
        "/alerts/add", "/users/add", "/uploads", "/uploads/1/import", "/api/v1/conversations/1/done",
        "/api/v1/campaigns/1/jobs", "/logout",
    ]
    private static let fields = [
        "act": "stop", "reason": "evil", "account": Samples.team.text, "kind": "webhook",
        "url": "https://evil.example/",
        "name": "eve", "password": DeskScene.password, "role": "admin", "step": "intro", "what": "send_all",
    ]

    /// What must be as it was.
    private struct Standing: Equatable {
        var users: [String]
        var isStopped: Bool
        var targets: Int
        var people: [String]
        var acts: Int

        init(_ store: Store) async throws {
            users = try await store.users.list().map(\.name)
            isStopped = try await store.instance.sendingStop() != nil
            targets = try await store.alerts.targets().count
            people = try await store.contacts.latest(limit: 100).map { "\($0)" }
            let ignored: Set<String> = ["user.login_failed", "user.logged_in"]
            acts = try await store.audit.latest(limit: 5_000).count { !ignored.contains($0.name) }
        }
    }

    private final class Flood {
        let scene: DeskScene
        var count = 0

        init(_ scene: DeskScene) { self.scene = scene }

        func send(
            _ uri: String, _ method: HTTPRequest.Method, _ headers: HTTPFields, _ body: String = "",
            allowing allowed: Set<HTTPResponse.Status>
        ) async throws {
            count += 1
            let answer = try await scene.client.execute(
                uri: uri, method: method, headers: headers, body: ByteBuffer(string: body))
            let shown = "\(method) \(uri.prefix(90)) \(headers)"
            #expect(allowed.contains(answer.status), "\(answer.status): \(shown)")
            #expect(!answer.text.contains("<script>alert") && !answer.text.contains("<img src=x"), "\(shown)")
            #expect(!answer.text.contains("root:x:") && answer.headers[.setCookie]?.contains("mosaic=x") != true)
            #expect(answer.headers[.contentSecurityPolicy] != nil && answer.headers[.xContentTypeOptions] == "nosniff")
        }
    }

    private static let refused: Set<HTTPResponse.Status> = [
        .seeOther, .unauthorized, .notFound, .badRequest, .conflict, .methodNotAllowed,
    ]
    /// Of somebody who is logged in and reads what they may.
    private static let read: Set<HTTPResponse.Status> = refused.union([.ok, .unprocessableContent, .serviceUnavailable])

    @Test func nobodyGetsInAndNothingIsChanged() async throws {
        try await DeskScene.with { scene in
            _ = try await scene.store.instance.secret(orElse: [1])
            _ = try await Samples.handoff(in: scene.store)
            let victim = try await scene.enter("root", role: .admin)
            let eve = try await scene.enter("eve")
            let ended = try await scene.enter("gone")
            _ = try await ended.post("/logout")
            let before = try await Standing(scene.store)
            let flood = Flood(scene)
            try await strangers(flood, ended.token)
            try await foreignSites(flood, victim, eve)
            try await visitors(flood, eve)
            #expect(flood.count >= 2_000)
            #expect(try await Standing(scene.store) == before)
            #expect(try await victim.get("/").status == .ok)
            #expect(try await eve.get("/users").status == .notFound)
        }
    }

    /// Without a login, with forged ones and with one that has ended: each page and each act.
    private func strangers(_ flood: Flood, _ ended: String) async throws {
        let cookies = [
            "", "mosaic=", "mosaic=\(ended)", "mosaic=\(String(repeating: "A", count: 43))", "__Host-mosaic=\(ended)",
        ]
        for cookie in cookies {
            let headers: HTTPFields = cookie.isEmpty ? [:] : [.cookie: cookie]
            for page in Self.pages { try await flood.send(page, .get, headers, allowing: Self.refused) }
            for act in Self.acts {
                try await flood.send(
                    act, .post, headers.merging([.fetchSite: "same-origin"]), Self.form(Self.fields),
                    allowing: Self.refused)
            }
        }
        for payload in Self.payloads {
            for page in ["/login", "/welcome?key=\(payload.formEncoded)", "/nowhere/\(payload.formEncoded)"] {
                try await flood.send(page, .get, [:], allowing: Self.refused.union([.ok]))
            }
            let login = Self.form(["name": payload, "password": payload])
            try await flood.send(
                "/login", .post, [.fetchSite: "same-origin"], login,
                allowing: [.unprocessableContent, .tooManyRequests])
        }
    }

    /// With an admin's cookie, as another site or an old page would have it sent.
    private func foreignSites(_ flood: Flood, _ victim: Session, _ eve: Session) async throws {
        let sites: [HTTPFields] = [
            [.fetchSite: "cross-site"], [.fetchSite: "same-site"], [.origin: "https://evil.example"], [.origin: "null"],
            [:],
            [.fetchSite: "same-origin"],
        ]
        let tokens = ["", "x", LoginCheck.formToken(of: eve.token), "{{token}}"]
        for act in Self.acts where act != "/logout" {
            for site in sites {
                for token in tokens {
                    let headers = ([.cookie: "mosaic=\(victim.token)"] as HTTPFields).merging(site)
                    try await flood.send(
                        act, .post, headers, Self.form(Self.fields.merging(["token": token]) { $1 }),
                        allowing: Self.refused.union([.unprocessableContent, .serviceUnavailable]))
                }
            }
        }
    }

    /// Somebody who may log in and looks where they should not, with what no field expects.
    private func visitors(_ flood: Flood, _ eve: Session) async throws {
        let headers: HTTPFields = [.cookie: "mosaic=\(eve.token)"]
        for page in Self.pages where page != "/live" {
            for payload in Self.payloads {
                let text = payload.formEncoded
                for uri in [
                    "\(page)/\(text)", "\(page)?q=\(text)&before=\(text)&after=\(text)&from=\(text)&done=\(text)",
                    "\(page)/../\(text)?state=\(text)",
                ] {
                    try await flood.send(uri, .get, headers, allowing: Self.read)
                }
            }
        }
        let own = headers.merging([.fetchSite: "same-origin"])
        for act in ["/users/add", "/alerts/add", "/accounts/connect", "/conversations/2/done", "/jobs/9/cancel"] {
            for payload in Self.payloads {
                let form = Self.form([
                    "token": LoginCheck.formToken(of: eve.token), "name": payload, "url": payload, "account": payload,
                    "kind": "webhook", "password": payload, "role": "admin",
                ])
                try await flood.send(act, .post, own, form, allowing: Self.refused.union([.unprocessableContent]))
            }
        }
    }

    private static func form(_ fields: [String: String]) -> String {
        fields.map { "\($0.key.formEncoded)=\($0.value.formEncoded)" }.joined(separator: "&")
    }

    /// Every field of a file of people, shown on every page that shows one.
    @Test func nothingInAFileOfPeopleIsMarkup() async throws {
        try await DeskScene.with { scene in
            _ = try await scene.store.accounts.register(account: Samples.team, displayName: "Team", dailyLimit: 50)
            let session = try await scene.enter()
            let attack = "<script>alert(1)</script>'\"\"><img src=x onerror=alert(1)>"
            let cell = "\"\(attack.replacing("\"", with: "\"\""))\""
            let file = "\(cell),first_name,company_name\nx@one.example,\(cell),\(cell)\n\(cell),a,b\n"
            let path = try #require(try await session.upload(file).headers[.location])
            let columns = ["c0": "email", "c1": "first_name", "c2": "company_name"]
            _ = try await session.post("\(path)/columns", columns)
            let written = NewCampaignTests.written.merging(["name": attack.prefix(60).description, "subject": attack]) {
                $1
            }
            var seen = [try await session.get(path).text, try await session.get("\(path)/write").text]
            seen.append(try await session.post("\(path)/preview", written).text)
            seen.append(try await session.post("\(path)/write", written.merging(["text1": ""]) { $1 }).text)
            #expect(try await session.post("\(path)/write", written).status == .seeOther)
            for page in [
                "/campaigns", "/campaigns/1", "/campaigns/1/check", "/campaigns/1/edit", "/campaigns/1/jobs",
                "/people", "/people/1", "/people/2", "/templates", "/templates/1", "/log", "/jobs",
            ] {
                seen.append(try await session.get(page).text)
            }
            for page in seen {
                #expect(!page.contains("<script>alert") && !page.contains("<img src=x"), "\(page.prefix(200))")
            }
            #expect(seen.contains { $0.contains("&lt;script&gt;alert(1)") })
        }
    }
}
