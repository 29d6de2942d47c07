import Correspondence
import PostOffice
import Settings
import Storage
import Testing
import Timing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Failures that are the account's or its provider's: the account waits, its mails keep their place, others go on.
@Suite(.fewAtATime) struct AccountTroubles {
    static let throttleSeconds = getenv("MOSAIC_THROTTLE_SECONDS").flatMap { Int(String(cString: $0)) } ?? 0

    @Test func aProviderAtItsLimitBarsNobodyAndEverythingLeavesAfterwards() async throws {
        let world = try await ProviderScene.open(["limited"], creators: 25)
        world["limited"].smtp.script {
            $0.add(
                .reply(SubmissionReply(550, "User team1 has exceeded its 24-hour sending limit. Messages not sent.")),
                at: .recipient, times: nil)
        }
        try await world.running { mosaic in
            let people = world["limited"].creators
            try world.everybodyAnswers("limited")
            try await mosaic.everybodyIsInSequence(people)
            _ = try await eventually("asked") { world["limited"].connections > 0 ? true : nil }
            try await Task.sleep(for: .seconds(3))
            #expect(world["limited"].connections <= 2)
            #expect(try await mosaic.conversations(with: people).allSatisfy { $0.suppressedAt == nil })
            #expect(try await mosaic.conversations(with: people).allSatisfy { $0.state == .inSequence })
            world["limited"].smtp.script { $0 = SubmissionScript() }
            _ = try await eventually("everything has left", within: .seconds(90)) {
                world.accepted(by: "limited").count == people.count ? true : nil
            }
            #expect(Set(world.accepted(by: "limited")).count == people.count)
        }
    }

    @Test func oneProviderThrottlesOneIsSilentAndTheThirdIsServedAtOnce() async throws {
        let world = try await ProviderScene.open(["throttled", "silent", "well"], accounts: 3, creators: 4, workers: 2)
        world["throttled"].smtp.script {
            $0.add(.reply(SubmissionReply(421, "4.7.0 Too many login attempts")), at: .authentication, times: nil)
        }
        world["silent"].smtp.script { $0.add(.silence, at: .greeting, times: nil) }
        try await world.running { mosaic in
            for name in ["throttled", "silent"] {
                try world.everybodyAnswers(name)
                try await mosaic.everybodyIsInSequence(world[name].creators)
            }
            _ = try await eventually("both asked") {
                world["throttled"].connections > 0 && world["silent"].connections > 0 ? true : nil
            }
            let asked = world["throttled"].connections
            let start = ContinuousClock.now
            try world.everybodyAnswers("well")
            // Less than a second on a machine that is at rest.
            _ = try await eventually("a mail of each healthy account", within: .seconds(15)) {
                world.sending(by: "well").count == 3 ? true : nil
            }
            let first = start.duration(to: .now)
            #expect(world["throttled"].connections <= asked + 2, "they wait for no pause of another's server")
            _ = try await eventually("all their mails", within: .seconds(15)) {
                world.accepted(by: "well").count == world["well"].creators.count ? true : nil
            }
            print("each healthy account sent within \(first), everything within \(start.duration(to: .now))")
            // `MOSAIC_THROTTLE_SECONDS=600` lets the throttle last as long as the promise says.
            try await Task.sleep(for: .seconds(Self.throttleSeconds))
            print("the throttled server was asked \(world["throttled"].connections) times in \(Self.throttleSeconds) s")
            #expect(world["throttled"].connections < 10)
            #expect(try await mosaic.conversations(with: world["throttled"].creators).count == 12)
            world["throttled"].smtp.script { $0 = SubmissionScript() }
            let limit = Duration.seconds(90 + Self.throttleSeconds)
            _ = try await eventually("the throttled ones leave by themselves", within: limit) {
                world.accepted(by: "throttled").count == 12 ? true : nil
            }
            #expect(Set(world.accepted(by: "throttled")).count == 12)
        }
    }

    @Test func aRefusalOfUsIsNotPaidForByTheWholeBacklog() async throws {
        let world = try await ProviderScene.open(["strict"], creators: 8)
        world["strict"].smtp.script {
            $0.add(
                .reply(SubmissionReply(550, "5.7.1 Our system detected unsolicited mail from you. Blocked.")),
                at: .message, times: nil)
        }
        try await world.running { mosaic in
            let people = world["strict"].creators
            try world.everybodyAnswers("strict")
            try await mosaic.everybodyIsInSequence(people)
            _ = try await eventually("asked") { world["strict"].connections > 0 ? true : nil }
            try await Task.sleep(for: .seconds(3))
            #expect(world["strict"].connections <= 2)
            #expect(try await mosaic.conversations(with: people).allSatisfy { $0.state == .inSequence })
            #expect(try await !mosaic.store.handoffs.list(onlyOpen: true, limit: 100).isEmpty, "a person hears of it")
        }
    }
}
