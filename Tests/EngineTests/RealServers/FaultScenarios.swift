import Correspondence
import Engine
import Settings
import Storage
import TestServers
import Testing
import Timing

/// Servers that stop, forget, refuse or are shared: the same mails go out, each once.
@Suite(.fewAtATime) struct FaultScenarios {
    @Test func redisMayForgetAndGoAndComeBack() async throws {
        let scene = try await Scene.open()
        let redis = try await RedisServer.start()
        try await Mosaic.watching(
            scene, on: .postgres, delay: .seconds(8), change: { $0.redisURL = Secret(redis.url) }
        ) { mosaic in
            try await scene.reply(Scene.interested)
            let first = try await mosaic.story(scene, "mail 2 planned") {
                $0.sent.count == 1 && $0.conversation.nextFollowUpAt != nil
            }
            _ = try await redis.cli(["FLUSHALL"])
            let conversation = "\(first.conversation.id)"
            _ = try await eventually("the set is built again") {
                try await redis.cli(["ZSCORE", "followups", conversation]).isEmpty ? nil : true
            }
            try await redis.stop()
            _ = try await mosaic.story(scene, "mail 2 sent") { $0.sent.count == 2 }
            try await redis.start()
            _ = try await mosaic.story(scene, ends: .sequenceFinished)
            #expect(try await scene.received(atLeast: 3).map(\.text) == Scene.texts)
            _ = try await eventually("the cache is trusted again") {
                mosaic.log.lines(named: "cache.recovered").isEmpty ? nil : true
            }
            #expect(try await redis.cli(["ZCARD", "followups"]) == "0")
        }
        try await redis.stop()
    }

    @Test func postgresMayStopInTheMiddle() async throws {
        let scene = try await Scene.open()
        let other = try await Scene.open(team: scene.team)
        let postgres = try await PostgresServer.start()
        let location = BackingLocation.postgres(url: try await postgres.createDatabase())
        let settings = MosaicSettings.quick([scene.team], on: scene, delay: .seconds(6))
        try await Mosaic.session(settings, on: location) { mosaic in
            try await scene.reply(Scene.interested)
            _ = try await mosaic.story(scene, "mail 1 sent") { $0.sent.count == 1 }
            try await postgres.stop()
            try await other.reply(Scene.interested)
            _ = try await eventually("the loss is noticed") {
                mosaic.log.lines(named: "dispatcher.database_failed").isEmpty ? nil : true
            }
            try await postgres.start()
            _ = try await mosaic.story(scene, ends: .sequenceFinished)
            _ = try await mosaic.story(other, ends: .sequenceFinished)
        }
        #expect(try await scene.received(atLeast: 3).map(\.text) == Scene.texts)
        #expect(try await other.received(atLeast: 3).map(\.text) == Scene.texts)
        try await postgres.stop()
    }

    @Test func dovecotMayBeKilledAndComeBack() async throws {
        let dovecot = try await Dovecot.start()
        let team = MailAccount("team@mosaic.test")
        let creator = MailAccount("creator@creators.example")
        try dovecot.add([team, creator])
        let scene = try await Scene.open(
            team: team, creator: creator, dovecot: dovecot, postfix: MailHouse.shared().postfix)
        try await Mosaic.watching(scene, on: .sqlite) { mosaic in
            try await dovecot.kill()
            _ = try await eventually("the loss is noticed") {
                mosaic.log.lines(named: "watcher.failed").isEmpty ? nil : true
            }
            try await dovecot.start()
            let reply = try await scene.reply("Hi, how much do you pay per video?")
            _ = try await mosaic.story(scene, ends: .withPerson)
            #expect(try await scene.waitsForPerson(reply))
        }
        try await dovecot.stop()
    }

    @Test func wrongPasswordIsTriedSeldomAndHarmsNobodyElse() async throws {
        let scene = try await Scene.open()
        let locked = try await MailHouse.shared().account()
        var settings = MosaicSettings.quick([scene.team, locked], on: scene)
        settings.accounts[1].inbox?.login.proof = .password(Secret("wrong"))
        let mosaic = try await Mosaic.open(settings, on: .sqlite(path: ":memory:"))
        try await mosaic.running { _ in
            func refusals() -> [LogBook.Line] {
                mosaic.log.lines(named: "watcher.failed").filter { $0.facts["account"] == locked.address }
            }
            _ = try await eventually("two tries") { refusals().count == 2 ? true : nil }
            try await scene.reply(Scene.interested)
            _ = try await mosaic.story(scene, ends: .sequenceFinished)
            #expect(try await scene.received(atLeast: 3).count == 3)
            #expect(refusals().count == 2)
            #expect(
                refusals().allSatisfy {
                    $0.facts["error"]?.contains("Authentication failed for \(locked.address)") == true
                })
            let health = try await mosaic.store.accounts.all().map(\.health)
            #expect(health == [.watching, .failing])
        }
        await mosaic.close()
    }

    @Test func aTemporaryRefusalIsTriedAgain() async throws {
        let scene = try await Scene.open()
        try await scene.postfix.setFate(.refused("451 4.7.1 try later"), of: scene.creator.address)
        try await Mosaic.watching(scene, on: .postgres, delay: .seconds(600)) { mosaic in
            try await scene.reply(Scene.interested)
            _ = try await eventually("refused once") {
                mosaic.log.lines(named: "worker.smtp_error").isEmpty ? nil : true
            }
            try await scene.postfix.setFate(nil, of: scene.creator.address)
            let story = try await mosaic.story(scene, "mail 1 sent") { $0.sent.count == 1 }
            #expect(story.attempts.map(\.step) == [.claimed, .failed, .claimed, .inDoubt, .accepted])
            #expect(try await scene.received(atLeast: 1).count == 1)
        }
    }

    @Test(arguments: Backing.allCases)
    func aDeadAddressIsNeverWrittenToAgain(_ backing: Backing) async throws {
        let scene = try await Scene.open()
        try await scene.postfix.setFate(.refused("550 5.1.1 no such user"), of: scene.creator.address)
        try await Mosaic.watching(scene, on: backing) { mosaic in
            let reply = try await scene.reply(Scene.interested)
            let story = try await mosaic.story(scene, ends: .stopped)
            #expect(story.followUps.map(\.state) == [.rejected])
            #expect(story.conversation.suppressedReason == "rejected")
            #expect(story.openHandoffs.map(\.reason) == [HandoffReason.sendFailed.rawValue])
            #expect(try await scene.waitsForPerson(reply))
            #expect(try await scene.received().isEmpty)
        }
    }

    @Test func whatIsBeyondTheDailyLimitWaits() async throws {
        let scene = try await Scene.open()
        let other = try await Scene.open(team: scene.team)
        try await Mosaic.watching(
            scene, on: .sqlite, delay: .seconds(600), change: { $0.accounts[0].dailyLimit = 1 }
        ) { mosaic in
            try await scene.reply(Scene.interested)
            _ = try await mosaic.story(scene, "mail 1 sent") { $0.sent.count == 1 }
            try await other.reply(Scene.interested)
            let story = try await mosaic.story(other, "put off") {
                $0.followUps.first?.reason?.contains("limit") == true
            }
            let waiting = try #require(story.followUps.first)
            #expect(waiting.state == .planned)
            #expect(story.conversation.nextFollowUpAt == waiting.dueAt)
            let account = try #require(try await mosaic.store.accounts.all().first)
            let claims = try await mosaic.store.outbox.claimDue(
                of: [account.id], limit: 10, lease: .seconds(1), policy: SendPolicy())
            #expect(claims.isEmpty)
            #expect(try await other.received().isEmpty)
        }
    }

    @Test func twoProcessesShareOneDatabaseAndTheSecondTakesOver() async throws {
        let scene = try await Scene.open()
        let location = try await Backing.postgres.location()
        let settings = MosaicSettings.quick([scene.team], on: scene, delay: .seconds(8))
        let first = try await Mosaic.open(settings, on: location)
        let second = try await Mosaic.open(
            settings, on: location, process: try #require(ProcessIdentity("elsewhere/boot/1/1")))
        // Unstructured, to be cancelled alone.
        let life = Task { try await first.watching { try await Task.sleep(for: .seconds(600)) } }
        defer { life.cancel() }
        _ = try await eventually("the first watches") {
            first.log.lines(named: "watcher.connected").isEmpty ? nil : true
        }
        try await second.running { engine in
            _ = try await eventually("the second stands by") {
                second.log.lines(named: "watcher.held_elsewhere").isEmpty ? nil : true
            }
            try await scene.reply(Scene.interested)
            _ = try await first.story(scene, "mail 1 sent") { $0.sent.count == 1 }
            #expect(engine.watchedAccounts.isEmpty)
            life.cancel()
            _ = try await eventually("the second watches", within: .seconds(6)) {
                engine.watchedAccounts.isEmpty ? nil : true
            }
            _ = try await second.story(scene, ends: .sequenceFinished)
        }
        #expect(try await scene.received(atLeast: 3).map(\.text) == Scene.texts)
        #expect(first.log.lines(named: "worker.sent").count + second.log.lines(named: "worker.sent").count == 3)
        await first.close()
        await second.close()
    }

    @Test(arguments: Backing.allCases)
    func aDecisionFollowsWithinASecondOfTheDebounce(_ backing: Backing) async throws {
        let scene = try await Scene.open()
        try await Mosaic.watching(scene, on: backing) { mosaic in
            try await scene.reply("Hi, how much do you pay per video?")
            let story = try await mosaic.story(scene, ends: .withPerson)
            let received = try #require(story.events.first { $0.name == "reply.received" }?.at)
            let decided = try #require(story.messages.first(where: \.isInbound)?.decidedAt)
            #expect(decided - received < mosaic.parts.settings.debounce + .seconds(1))
        }
    }

    @Test func aDryRunSendsNothingThatWasPlannedBefore() async throws {
        let scene = try await Scene.open()
        let location = try await Backing.sqlite.location()
        var settings = MosaicSettings.quick([scene.team], on: scene, delay: .seconds(6))
        let due = try await Mosaic.session(settings, on: location) { mosaic in
            try await scene.reply(Scene.interested)
            return try await mosaic.story(scene, "mail 2 planned") {
                $0.sent.count == 1 && $0.conversation.nextFollowUpAt != nil
            }.conversation.nextFollowUpAt
        }
        settings.isDryRun = true
        try await SystemWallClock().sleep(until: try #require(due))
        try await Mosaic.session(settings, on: location) { mosaic in
            let other = try await Scene.open(team: scene.team)
            try await other.reply(Scene.interested)
            let story = try await mosaic.story(other, ends: .withPerson)
            #expect(story.followUps.isEmpty)
            #expect(story.openHandoffs.map(\.reason) == [HandoffReason.observed.rawValue])
            #expect(try await mosaic.store.conversations.record(mosaic.conversation(scene))?.nextFollowUpAt == due)
        }
        #expect(try await scene.received().count == 1)
    }
}
