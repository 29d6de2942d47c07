import TestServers
import Testing
import Timing

@testable import Engine

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// `mosaic run` is killed while it works on real servers; independent counts decide.
@Suite(.serialized, .enabled(if: MosaicBinary.isBuilt, "mosaic is not built beside the tests: run `swift build` first"))
struct ChaosTests {
    /// Three kills at every place and a hundred at random. `MOSAIC_KILLS=2000` asks for as many, a tenth of them
    /// between the final dot and its commit.
    @Test(.timeLimit(.minutes(180)))
    func killedAnywhereItLosesAndRepeatsNothing() async throws {
        let plan = KillPlan(asked: getenv("MOSAIC_KILLS").flatMap { Int(String(cString: $0)) })
        let field = try await Battlefield.open(creators: plan.total + 5)
        var chaos = Chaos(field)
        let start = ContinuousClock.now
        // The first start sets the baseline of each inbox: what comes later is read.
        try await armed(field)
        for (number, step) in plan.steps.enumerated() {
            switch step {
            case .at(let point): try await chaos.kill(at: point)
            case .atRandom: try await chaos.killAtRandom()
            }
            // What has piled up would leave in one burst at the end, and the breaker against bursts would hold it.
            if number % 100 == 99 { try await chaos.rest() }
        }
        try await chaos.rest()
        let count = try await Auditor(field).count()
        let report = Report(tally: chaos.tally, count: count, span: start.duration(to: .now))
        print(report.text)
        #expect(count.violations.isEmpty, "\(count.violations.prefix(20))")
        try await field.close()
    }

    @Test(.timeLimit(.minutes(5)))
    func aReplyThatKillsThreeTimesGoesToAPersonWithItsConversation() async throws {
        let field = try await Battlefield.open(creators: 1)
        try await armed(field)
        try await field.nextReply()
        for _ in 0..<3 {
            let program = try field.start(failpoint: .intakeBeforeCommit)
            for _ in 0..<40 where !program.hasEnded { try await program.ends(within: 1) }
            #expect(program.wasKilled)
        }
        // It still would die on that message, if it looked at it as at any other.
        let program = try field.start(failpoint: .intakeBeforeCommit)
        var handoffs: [String] = []
        for _ in 0..<60 where handoffs.isEmpty && !program.hasEnded {
            try await program.ends(within: 0.5)
            handoffs = try await field.rows("SELECT reason FROM handoffs")
        }
        try await program.stop()
        #expect(handoffs == ["unreadable"])
        let id = try #require(field.replies.first?.id)
        let message = "SELECT state, outcome FROM messages WHERE message_id = '\(id)' AND thread_id IS NOT NULL"
        #expect(try await field.rows(message) == ["decided|handed_off"])
        #expect(try await field.dovecot.messages(of: field.creators[0]).isEmpty)
        try await field.close()
    }

    /// The same, for a reply that a rule filed.
    @Test(.timeLimit(.minutes(5)))
    func aFiledReplyThatKillsThreeTimesGoesToAPersonToo() async throws {
        let field = try await Battlefield.open(creators: 0)
        let team = field.teams[0]
        let outreach = letter("offer", from: team.address, to: "filed@creators.example", "Would you like to try it?")
        try await field.dovecot.append(outreach, to: "Sent", of: team, flags: ["\\Seen"])
        try await armed(field)
        let reply = letter(
            "filed", from: "filed@creators.example", to: team.address, answering: "offer", "Yes, tell me more!")
        try await field.dovecot.append(reply, to: "Archive", of: team, flags: [])
        for _ in 0..<3 {
            let program = try field.start(failpoint: .intakeBeforeCommit)
            for _ in 0..<40 where !program.hasEnded { try await program.ends(within: 1) }
            #expect(program.wasKilled)
        }
        let program = try field.start(failpoint: .intakeBeforeCommit)
        try await holds(field, program, "SELECT reason FROM handoffs", "unreadable")
        #expect(!program.hasEnded)
        try await program.stop()
        let message = "SELECT outcome FROM messages WHERE message_id = 'filed@mosaic.test' AND thread_id IS NOT NULL"
        #expect(try await field.rows(message) == ["handed_off"])
        try await field.close()
    }

    /// The same, for a reply that came before its outreach and is read only when that turns up in Sent.
    @Test(.timeLimit(.minutes(5)))
    func aReplyThatKillsWhenItIsTakenInAgainGoesToAPersonToo() async throws {
        let field = try await Battlefield.open(creators: 0)
        try await armed(field)
        let team = field.teams[0]
        try await field.dovecot.deliver(
            letter("early", from: "late@creators.example", to: team.address, answering: "late", "Yes, tell me more!"),
            to: team, from: "late@creators.example")
        // The first pass is the reply that answers nothing known, the second the same once more.
        let first = try field.start(failpoint: .intakeBeforeCommit, pass: 2)
        try await holds(field, first, "SELECT outcome FROM messages WHERE message_id = 'early@mosaic.test'", "ignored")
        let outreach = letter("late", from: team.address, to: "late@creators.example", "Would you like to try it?")
        try await field.dovecot.append(outreach, to: "Sent", of: team, flags: ["\\Seen"])
        for number in 0..<3 {
            let program = number == 0 ? first : try field.start(failpoint: .intakeBeforeCommit)
            for _ in 0..<40 where !program.hasEnded { try await program.ends(within: 1) }
            #expect(program.wasKilled)
        }
        let program = try field.start(failpoint: .intakeBeforeCommit)
        try await holds(field, program, "SELECT reason FROM handoffs", "unreadable")
        #expect(!program.hasEnded)
        try await program.stop()
        let message = "SELECT outcome FROM messages WHERE message_id = 'early@mosaic.test' AND thread_id IS NOT NULL"
        #expect(try await field.rows(message) == ["handed_off"])
        try await field.close()
    }

    private func letter(
        _ id: String, from: String, to: String, answering other: String? = nil, _ text: String
    ) -> String {
        """
        From: \(from)
        To: \(to)
        Subject: \(other == nil ? "" : "Re: ")A late offer
        Message-ID: <\(id)@mosaic.test>
        \(other.map { "In-Reply-To: <\($0)@mosaic.test>\nReferences: <\($0)@mosaic.test>\n" } ?? "")\
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8

        \(text)

        """
    }

    private func holds(_ field: Battlefield, _ program: ProgramRun, _ sql: String, _ value: String) async throws {
        var rows: [String] = []
        for _ in 0..<60 where rows != [value] && !program.hasEnded {
            try await program.ends(within: 0.5)
            rows = try await field.rows(sql)
        }
        #expect(rows == [value])
    }

    private func armed(_ field: Battlefield) async throws {
        let program = try field.start()
        try await field.untilArmed(program)
        try await program.stop()
    }
}

/// How often the program dies, and where.
struct KillPlan {
    enum Step {
        case at(Failpoint)
        case atRandom
    }

    let steps: [Step]
    var total: Int { steps.count }

    init(asked: Int?) {
        let isLong = asked != nil
        let random = asked.map { max($0 * 6 / 10, 1) } ?? 100
        let atPoints = asked.map { $0 - random } ?? Failpoint.allCases.count * 3
        // In a long run a quarter of these kills fall between the final dot and the commit of its answer.
        let points = (0..<atPoints).map { number -> Failpoint in
            isLong && number % 4 == 0 ? .sendAfterDot : Failpoint.allCases[number % Failpoint.allCases.count]
        }
        steps = (points.map { .at($0) } + (0..<random).map { _ in .atRandom }).shuffled()
    }
}

/// What a run showed, in one paragraph.
struct Report {
    let tally: Chaos.Tally
    let count: Auditor.Count
    let span: Duration

    var text: String {
        let recoveries = tally.recoveries.sorted()
        let median = recoveries.isEmpty ? "-" : "\(recoveries[recoveries.count / 2].inSeconds.rounded(2))"
        let slowest = recoveries.last.map { "\($0.inSeconds.rounded(2))" } ?? "-"
        return """
            \(tally.kills) kills by SIGKILL (\(tally.randomKills) at random, \(tally.kills - tally.randomKills) at \
            failpoints, of them \(tally.failpointKills["send.after_dot"] ?? 0) between the final dot and its commit) in \
            \(Int(span.inSeconds)) s over \(count.conversations) conversations: \(count.mails) mails delivered, \
            \(count.complete) sequences complete, \(count.withPerson) conversations ended or with a person, \
            \(count.needsHuman) mails in doubt handed to a person; violations: \(count.violations.count). Start to \
            first work: median \(median) s, slowest \(slowest) s.
            """
    }
}

extension Double {
    fileprivate func rounded(_ digits: Int) -> Double {
        let factor = digits == 2 ? 100.0 : 1
        return (self * factor).rounded() / factor
    }
}
