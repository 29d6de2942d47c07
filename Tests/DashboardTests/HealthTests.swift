import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Observability
import Storage
import Testing
import Text

@testable import Dashboard

@Suite struct HealthTests {
    @Test func probesNeedNoLoginAndNoDatabase() async throws {
        try await DeskScene.with { scene in
            await scene.store.close()
            let health = try await scene.get("/health")
            #expect(health.status == .ok)
            let json = try JSON(reading: Array(health.text.utf8))
            #expect(json["status"] == .string("healthy"))
            #expect(json["timestamp"]?.text?.hasSuffix("Z") == true)
            #expect(try await scene.get("/health/live").status == .ok)
            #expect(
                try await scene.client.execute(uri: "/health", method: .head, headers: DeskScene.host).status == .ok)
            #expect(try await scene.get("/health/ready").status == .serviceUnavailable, "the database is away")
        }
    }

    @Test func aDeskWhoseDatabaseAnswersIsReady() async throws {
        try await DeskScene.with { scene in
            await scene.desk.parts.health.refresh()
            let answer = try await scene.get("/health/ready")
            #expect(answer.status == .ok)
        }
    }

    @Test func aLoopThatStandsStillIsUnhealthyAndNamed() {
        #expect(DeskHealth.longestSilence < .seconds(60))
        let silences: [(loop: String, silence: Duration)] = [("deciding", .seconds(2)), ("sending", .seconds(46))]
        #expect(DeskHealth.stuck(silences) == ["sending"])
        #expect(DeskHealth.stuck([("sending", .seconds(44))]).isEmpty)
    }

    @Test func aHeartbeatKnowsHowLongALoopIsSilent() async throws {
        let heartbeat = Heartbeat()
        #expect(heartbeat.silences.isEmpty)
        heartbeat.beat("sending")
        heartbeat.beat("deciding")
        #expect(heartbeat.silences.map(\.loop) == ["deciding", "sending"])
        #expect(heartbeat.silences.allSatisfy { $0.silence < .seconds(5) })
    }

    @Test func numbersAreTextThatPrometheusReads() async throws {
        try await DeskScene.with { scene in
            _ = try await scene.store.accounts.register(
                account: Samples.team, displayName: nil, dailyLimit: 500)
            await scene.desk.parts.health.refresh()
            let session = try await scene.enter()
            let answer = try await session.get("/metrics")
            #expect(answer.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
            #expect(answer.text.contains("mosaic_account_quota_remaining{account=\"1\"} 500.0\n"))
            #expect(answer.text.contains("# TYPE mosaic_handoffs_open gauge\nmosaic_handoffs_open 0.0\n"))
            #expect(!answer.text.contains("@"), "an address is somebody's")
            #expect(try await scene.get("/metrics").status == .unauthorized, "an unknown network address")
        }
    }
}
