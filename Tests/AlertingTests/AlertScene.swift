import Alerting
import Correspondence
import Curl
import Database
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Storage
import Synchronization
import Testing
import Text
import Timing

/// A receiver that answers as it is told, and a database in memory whose clock stands still until it is moved.
struct AlertScene: Sendable {
    struct Answer: Sendable {
        var status = 200
        var headers: HTTPFields = [:]
        var body = ""
    }

    let database: any SQLDatabase
    let store: Store
    let clock: ManualWallClock
    let receiver: Receiver
    let service: AlertService
    let url: String

    static func with(
        _ answers: [Answer] = [], mail: (@Sendable (AlertMail) async -> AlertOutcome)? = nil,
        _ body: @escaping @Sendable (AlertScene) async throws -> Void
    ) async throws {
        let clock = ManualWallClock(at: Timestamp(rfc3339: "2026-11-30T09:00:00Z")!)
        let database = try await SQLiteDatabase.open(path: ":memory:", clock: clock)
        try await Migrator(database, Migration.embedded(for: database.dialect)).migrate()
        let store = Store(database: database)
        _ = try await store.instance.secret(orElse: [1])
        let receiver = Receiver(answers)
        let transport = CurlTransport()
        let quiet = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        try await receiver.application.test(.live) { client in
            let service = AlertService(
                store, AlertPost(transport, trusted: ["localhost"], clock: clock, mail: mail), log: quiet)
            try await body(
                AlertScene(
                    database: database, store: store, clock: clock, receiver: receiver, service: service,
                    url: "http://localhost:\(client.port ?? 0)/hook"))
        }
        await transport.shutdown()
        await store.close()
    }

    /// Accounts that cannot be watched.
    func failingAccounts(_ count: Int) async throws {
        for number in 1...count {
            _ = try await store.accounts.register(
                account: EmailAddress("team\(number)@mosaic.test")!, displayName: nil, dailyLimit: 50)
        }
        try await database.transaction { session in
            try await session.write("UPDATE accounts SET health = 'failing', health_detail = 'login refused'")
        }
    }
}

/// Notes what it is sent.
final class Receiver: Sendable {
    struct Call: Sendable {
        let headers: HTTPFields
        let body: JSON
    }

    private let state: Mutex<(answers: [AlertScene.Answer], calls: [Call])>

    init(_ answers: [AlertScene.Answer]) { state = Mutex((answers, [])) }

    var calls: [Call] { state.withLock { $0.calls } }

    var application: Application<RouterResponder<BasicRequestContext>> {
        let router = Router()
        router.post("/hook") { request, _ in
            let bytes = Array(try await request.body.collect(upTo: 1 << 20).readableBytesView)
            return try self.answer(request.headers, bytes)
        }
        return Application(
            router: router, logger: Logger(label: "receiver", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    private func answer(_ headers: HTTPFields, _ bytes: [UInt8]) throws -> Response {
        let body = try JSON(reading: bytes)
        let answer = state.withLock { state in
            state.calls.append(Call(headers: headers, body: body))
            return state.answers.isEmpty ? AlertScene.Answer() : state.answers.removeFirst()
        }
        return Response(
            status: .init(code: answer.status), headers: answer.headers,
            body: .init(byteBuffer: ByteBuffer(string: answer.body)))
    }
}
