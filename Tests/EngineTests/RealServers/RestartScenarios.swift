import Correspondence
import Redis
import Settings
import Storage
import TestServers
import Testing
import Timing

/// What is planned lies in the database: a restart changes nothing but latency.
@Suite(.fewAtATime) struct RestartScenarios {
    @Test(arguments: Backing.allCases)
    func dueTimesSurviveARestartAndWhatIsOverdueLeavesAtOnce(_ backing: Backing) async throws {
        let scene = try await Scene.open()
        let location = try await backing.location()
        let settings = MosaicSettings.quick([scene.team], on: scene, delay: .seconds(8))
        let before = try await Mosaic.session(settings, on: location) { mosaic in
            try await scene.reply(Scene.interested)
            return try await mosaic.story(scene, "mail 2 planned") {
                $0.sent.count == 1 && $0.conversation.nextFollowUpAt != nil
            }
        }
        let due = try #require(before.conversation.nextFollowUpAt)
        let asleep = try await location.store()
        let kept = try await asleep.conversations.record(before.conversation.id)
        await asleep.close()
        #expect(kept?.nextFollowUpAt == due)
        try await SystemWallClock().sleep(until: due + .milliseconds(500))
        try await Mosaic.session(settings, on: location) { mosaic in
            let watchedAt = SystemWallClock().now
            let story = try await mosaic.story(scene, "mail 2 sent") { $0.sent.count == 2 }
            let second = try #require(story.sent.last)
            #expect(second.dueAt == due)
            #expect(try #require(second.sentAt) - watchedAt < .seconds(1.5))
        }
        #expect(try await scene.received(atLeast: 2).count == 2)
    }

    @Test func databaseCacheAndMailboxAgree() async throws {
        let scene = try await Scene.open()
        let redis = try await RedisServer.start()
        try await Mosaic.watching(
            scene, on: .postgres, delay: .seconds(6), change: { $0.redisURL = Secret(redis.url) }
        ) { mosaic in
            try await scene.reply(Scene.interested)
            for number in 1...2 {
                let story = try await mosaic.story(scene, "mail \(number) sent") {
                    $0.sent.count == number && $0.conversation.nextFollowUpAt != nil
                }
                let due = try #require(story.conversation.nextFollowUpAt)
                #expect(due == story.followUps.first { $0.state == .planned }?.dueAt)
                #expect(due - (try #require(story.sent.last?.sentAt)) == .seconds(6))
                let score = try await eventually("its due time in Redis", within: .seconds(2)) {
                    Double(try await redis.cli(["ZSCORE", "followups", "\(story.conversation.id)"]))
                }
                #expect(abs(score - Double(due.microsecondsSince1970) / 1e6) < 0.002)
                #expect(try await scene.received(atLeast: number).count == number)
            }
            let story = try await mosaic.story(scene, ends: .sequenceFinished)
            #expect(story.conversation.nextFollowUpAt == nil)
            for followUp in story.sent { #expect(try #require(followUp.sentAt) - followUp.dueAt < .seconds(1)) }
            _ = try await eventually("nothing due in Redis", within: .seconds(2)) {
                try await redis.cli(["ZCARD", "followups"]) == "0" ? true : nil
            }
            #expect(try await redis.cli(["GET", "rate_limit:\(scene.team.address)"]) == "3")
        }
        try await redis.stop()
    }
}

extension Mosaic {
    /// One life of the program on a database that outlives it.
    static func session<Result: Sendable>(
        _ settings: MosaicSettings, on location: BackingLocation, _ body: (Mosaic) async throws -> Result
    ) async throws -> Result {
        let mosaic = try await open(settings, on: location)
        do {
            let result = try await mosaic.watching { try await body(mosaic) }
            await mosaic.close()
            return result
        } catch {
            await mosaic.close()
            throw error
        }
    }
}
