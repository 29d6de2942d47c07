import Correspondence
import Database
import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Operations
import Storage
import Testing
import Text
import Timing

@testable import Dashboard

/// The desk over a database in memory, and somebody who is logged in to it.
struct DeskScene: Sendable {
    static let password = "a long password"
    static let cheap = PasswordHash.Cost(logN: 4, blockSize: 8, parallelism: 1)

    let database: any SQLDatabase
    let store: Store
    let desk: Desk
    let client: any TestClientProtocol

    static func with(
        _ options: DeskOptions = DeskOptions(), connecting: ((Store) -> BrowserConnecting)? = nil,
        hook: @Sendable (Store) -> ReportHook? = { _ in nil }, trial: AccountTrial? = nil,
        settings: SettingsSource? = nil,
        _ body: @escaping @Sendable (DeskScene) async throws -> Void
    ) async throws {
        let database = try await SQLiteDatabase.open(path: ":memory:", clock: SystemWallClock())
        try await Migrator(database, Migration.embedded(for: database.dialect)).migrate()
        let store = Store(database: database)
        let doorkeeper = Doorkeeper(store, cost: cheap)
        var options = options
        // Small sums are there at once, and counted anew each time, however busy this machine is.
        (options.countPatience, options.countRest) = (.seconds(20), 0)
        options.uploads = "/tmp/mosaic-test-desk-\(UInt64.random(in: .min ... .max))/uploads"
        defer { try? FileManager.default.removeItem(atPath: String(options.uploads.dropLast(8))) }
        let desk = try Desk(
            options, store: store, acts: Interventions(store), doorkeeper: doorkeeper,
            connecting: connecting?(store), hook: hook(store), trial: trial, settings: settings,
            log: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        try await withThrowingTaskGroup { group in
            group.addTask { await desk.parts.jobs.run() }
            try await desk.application().test(.router) { client in
                try await body(DeskScene(database: database, store: store, desk: desk, client: client))
            }
            group.cancelAll()
        }
        await store.close()
    }

    /// Adds somebody and logs them in.
    func enter(_ name: String = "anna", role: UserRole = .user) async throws -> Session {
        _ = try await desk.parts.doorkeeper.add(name, password: Self.password, role: role)
        let answer = try await post("/login", ["name": name, "password": Self.password])
        let cookie = try #require(answer.headers[.setCookie]?.prefix { $0 != ";" }.split(separator: "=").last)
        return Session(scene: self, token: String(cookie))
    }

    func get(_ path: String, _ headers: HTTPFields = [:]) async throws -> TestResponse {
        try await client.execute(uri: path, method: .get, headers: Self.host.merging(headers))
    }

    /// A form, as a browser sends it from our own page.
    func post(
        _ path: String, _ fields: [String: String] = [:], _ headers: HTTPFields = [.fetchSite: "same-origin"]
    ) async throws -> TestResponse {
        let body = fields.map { "\($0.key.formEncoded)=\($0.value.formEncoded)" }.joined(separator: "&")
        return try await client.execute(
            uri: path, method: .post, headers: Self.host.merging(headers), body: ByteBuffer(string: body))
    }

    static let host: HTTPFields = [:]
}

/// A browser that is logged in.
struct Session: Sendable {
    let scene: DeskScene
    let token: String

    private var cookie: HTTPFields { [.cookie: "mosaic=\(token)"] }

    func get(_ path: String) async throws -> TestResponse { try await scene.get(path, cookie) }

    func post(_ path: String, _ fields: [String: String] = [:]) async throws -> TestResponse {
        let all = fields.merging(["token": LoginCheck.formToken(of: token)]) { given, _ in given }
        return try await scene.post(path, all, cookie.merging([.fetchSite: "same-origin"]))
    }
}

extension Session {
    /// Sends a file up, as a form of ours does.
    func upload(
        _ text: String, to path: String = "/uploads", token given: String? = nil
    ) async throws -> TestResponse {
        let form = """
            --edge\r\nContent-Disposition: form-data; name="token"\r\n\r\n\(given ?? LoginCheck.formToken(of: token))\r
            --edge\r\nContent-Disposition: form-data; name="file"; filename="people.csv"\r\nContent-Type: text/csv\r\n\r
            \(text)\r
            --edge--\r

            """
        return try await scene.client.execute(
            uri: path, method: .post,
            headers: [
                .cookie: "mosaic=\(token)", .fetchSite: "same-origin",
                .contentType: "multipart/form-data; boundary=edge",
            ], body: ByteBuffer(string: form))
    }
}

extension HTTPFields {
    func merging(_ others: HTTPFields) -> HTTPFields {
        var all = self
        for field in others { all.append(field) }
        return all
    }
}

extension TestResponse {
    var text: String { String(buffer: body) }
}

extension String {
    var formEncoded: String {
        utf8.map { byte in
            let character = Character(UnicodeScalar(byte))
            return character.isASCII && (character.isLetter || character.isNumber)
                ? String(character) : "%" + Hexadecimal.encoded([byte])
        }.joined()
    }
}
