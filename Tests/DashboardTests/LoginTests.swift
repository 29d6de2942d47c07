import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Operations
import Storage
import Testing
import Timing

@testable import Dashboard

@Suite struct LoginTests {
    @Test func nobodySeesAPageWithoutALogin() async throws {
        try await DeskScene.with { scene in
            for path in ["/", "/conversations/1", "/followups", "/accounts", "/campaigns", "/log", "/help", "/nowhere"]
            {
                let answer = try await scene.get(path)
                #expect(answer.status == .seeOther, "\(path)")
                #expect(answer.headers[.location] == "/login")
            }
            #expect(try await scene.get("/api/v1/handoffs").status == .unauthorized)
            #expect(try await scene.get("/live").status == .unauthorized)
            #expect(try await scene.post("/accounts/act", ["act": "stop"]).status == .unauthorized)
        }
    }

    @Test func theFirstAdminComesByALinkThatWorksOnce() async throws {
        try await DeskScene.with { scene in
            let path = scene.desk.parts.invitation.path
            let key = String(path.split(separator: "=").last ?? "")
            #expect(try await scene.get("/welcome?key=guessed").status == .notFound)
            #expect(try await scene.get(path).status == .ok)
            let short = try await scene.post("/welcome", ["key": key, "name": "anna", "password": "short"])
            #expect(short.status == .unprocessableContent)
            #expect(short.text.contains("at least 10 characters") && short.text.contains("value=\"anna\""))
            let first = try await scene.post(
                "/welcome", ["key": key, "name": "Anna ", "password": DeskScene.password])
            #expect(first.status == .seeOther && first.headers[.location] == "/")
            #expect(try await scene.store.users.list().map(\.role) == [.admin])
            #expect(try await scene.get(path).status == .notFound)
            let second = try await scene.post("/welcome", ["key": key, "name": "eve", "password": DeskScene.password])
            #expect(second.status == .notFound)
            #expect(try await scene.store.users.list().map(\.name) == ["anna"])
        }
    }

    @Test func aForgedAnOldAndAnEndedSessionAreNone() async throws {
        try await DeskScene.with { scene in
            let session = try await scene.enter()
            #expect(try await session.get("/").status == .ok)
            for token in ["", "x", String(repeating: "A", count: 43), session.token + "A", "' OR 1=1 --"] {
                #expect(try await scene.get("/", [.cookie: "mosaic=\(token)"]).status == .seeOther)
            }
            // A session that somebody put into the browser before the login is not the one after it.
            let again = try await scene.post(
                "/login", ["name": "anna", "password": DeskScene.password],
                [.fetchSite: "same-origin", .cookie: "mosaic=\(String(repeating: "B", count: 43))"])
            #expect(again.headers[.setCookie]?.contains("BBBB") == false)
            #expect(try await session.post("/logout").status == .seeOther)
            #expect(try await session.get("/").status == .seeOther)
        }
    }

    @Test func aNewPasswordAndARemovedUserEndTheirSessions() async throws {
        try await DeskScene.with { scene in
            let admin = try await scene.enter("root", role: .admin)
            let session = try await scene.enter()
            _ = try await admin.post("/users/password", ["name": "anna", "password": "another password"])
            #expect(try await session.get("/").status == .seeOther)
            #expect(try await admin.post("/users/remove", ["name": "anna"]).status == .seeOther)
            let login = try await scene.post("/login", ["name": "anna", "password": "another password"])
            #expect(login.status == .unprocessableContent)
            let last = try await admin.post("/users/remove", ["name": "root"])
            #expect(last.status == .conflict && last.text.contains("somebody must be left"))
        }
    }

    @Test func wrongTriesAreSlowedForTheNameAndForTheAddress() async throws {
        try await DeskScene.with { scene in
            _ = try await scene.enter()
            for _ in 1...5 {
                let answer = try await scene.post("/login", ["name": "anna", "password": "wrong"])
                #expect(answer.status == .unprocessableContent)
                #expect(answer.text.contains("The name or the password is wrong."))
            }
            let right = try await scene.post("/login", ["name": "anna", "password": DeskScene.password])
            #expect(right.status == .tooManyRequests)
            let stranger = try await scene.post("/login", ["name": "eve", "password": "wrong"])
            #expect(stranger.status == .tooManyRequests, "the address waits too")
        }
    }

    @Test func anUnknownNameGetsTheSameAnswerAsAWrongPassword() async throws {
        try await DeskScene.with { scene in
            _ = try await scene.enter()
            let unknown = try await scene.post("/login", ["name": "nobody", "password": "wrong password"])
            let wrong = try await scene.post("/login", ["name": "anna", "password": "wrong password"])
            #expect(unknown.status == wrong.status)
            #expect(unknown.text.replacing("nobody", with: "anna") == wrong.text)
        }
    }

    @Test func peopleAreForAdminsAlone() async throws {
        try await DeskScene.with { scene in
            let session = try await scene.enter()
            #expect(try await session.get("/users").status == .notFound)
            let act = try await session.post("/users/add", ["name": "eve", "password": DeskScene.password])
            #expect(act.status == .notFound)
            #expect(try await !session.get("/").text.contains("/users"))
            #expect(try await scene.store.users.list().count == 1)
        }
    }

    @Test func theCookieIsKeptFromScriptsAndOtherSites() async throws {
        let behindProxy = DeskOptions(proxies: ["unknown"])
        try await DeskScene.with(behindProxy) { scene in
            _ = try await scene.enter()
            let fields = ["name": "anna", "password": DeskScene.password]
            let plain = try await scene.post("/login", fields).headers[.setCookie] ?? ""
            #expect(plain.hasPrefix("mosaic=") && plain.contains("HttpOnly") && plain.contains("SameSite=Lax"))
            let secure = try await scene.post(
                "/login", fields, [.fetchSite: "same-origin", .forwardedProto: "https", .forwardedFor: "192.0.2.7"])
            let cookie = secure.headers[.setCookie] ?? ""
            #expect(cookie.hasPrefix("__Host-mosaic=") && cookie.contains("Secure") && cookie.contains("Path=/"))
            #expect(secure.headers[.strictTransportSecurity] != nil)
        }
    }

    @Test func aProxyIsBelievedOnlyWhereItIsNamed() async throws {
        try await DeskScene.with { scene in
            let answer = try await scene.get("/login", [.forwardedProto: "https"])
            #expect(answer.headers[.strictTransportSecurity] == nil)
        }
    }

    @Test func passwordsAreStoredAsSaltedHashes() throws {
        let hash = try PasswordHash(of: "correct horse", cost: DeskScene.cheap)
        let other = try PasswordHash(of: "correct horse", cost: DeskScene.cheap)
        #expect(hash != other)
        #expect(hash.description.hasPrefix("$scrypt$ln=4,r=8,p=1$"))
        let stored = try #require(PasswordHash(hash.description))
        #expect(stored.matches("correct horse") && !stored.matches("correct horses"))
        for text in ["", "$scrypt$", "$scrypt$ln=40,r=8,p=1$AAAA$AAAA", "$bcrypt$ln=4,r=8,p=1$AAAA$AAAA"] {
            #expect(PasswordHash(text) == nil, "\(text)")
        }
    }
}
