import TestServers
import Testing
import Timing

@testable import Engine

/// Lets creators answer while `mosaic run` is killed and its way out fails, and counts in the end who holds what.
struct Trial {
    /// How one life of the program ends.
    private enum End {
        /// At this place, for certain: nothing else goes wrong meanwhile.
        case at(Failpoint)
        /// At a pass of this place, or else after a while.
        case about(Failpoint, pass: Int)
        case anywhere
        /// While a request that was carried out is not answered.
        case duringRequest
    }

    let way: TrialWay
    private let field: TrialField
    private let seed: UInt64
    private var dice: Dice
    private var deaths = (certain: 0, random: 0)

    /// - Parameter seed: of the faults and the moments; the program itself takes its own turns.
    init(_ way: TrialWay, on field: TrialField, seed: UInt64) {
        self.way = way
        self.field = field
        self.seed = seed
        dice = Dice(seed: seed)
    }

    private var places: [Failpoint] {
        way.keepsDrafts
            ? [.sendClaimed, .sendRendered, .decisionAfterCommit, .actionBeforeFinish, .actionAfterFinish]
            : [
                .sendClaimed, .sendRendered, .sendFenced, .sendBeforeInDoubt, .sendInDoubt, .sendAfterDot,
                .sendConfirmed,
            ]
    }

    /// Plays all of it and prints a paragraph.
    mutating func run() async throws {
        let start = ContinuousClock.now
        let first = try field.start(way)
        try await untilArmed(first)
        try await first.stop()
        for end in ends() { try await life(end) }
        try await rest()
        let audit = try await TrialAudit.of(way, field)
        print(
            """
            trial of \(way.name), seed \(seed): \(audit.mails) mails in \(Int(start.duration(to: .now).inSeconds)) s, killed \
            \(deaths.certain) times at a place and \(deaths.random) anywhere, \(way.faults()) faults: \(audit.taken) taken, none \
            twice: \(audit.doubles == 0), \(audit.sent) known as sent, \(audit.withPerson) with a person and a reason; violations: \
            \(audit.violations.count).
            """)
        #expect(audit.violations.isEmpty, "\(audit.violations.prefix(20))")
        #expect(field.answered == field.creators)
    }

    /// Each place once, and then by chance until every creator has answered, two or three in a life.
    private mutating func ends() -> [End] {
        var ends = places.map(End.at)
        // No fault comes to IMAP, so no request hangs either.
        if way.name != "drafts over IMAP" { ends.append(.duringRequest) }
        for _ in 0..<max(3, field.creators / 3 - ends.count) {
            let isAnywhere = Bool.random(using: &dice)
            let place = places.randomElement(using: &dice) ?? .sendClaimed
            ends.append(isAnywhere ? .anywhere : .about(place, pass: .random(in: 1...5, using: &dice)))
        }
        return ends.count < field.creators ? ends : Array(ends.prefix(field.creators))
    }

    private mutating func life(_ end: End) async throws {
        try await field.unblock()
        way.script(script(for: end))
        let share = (field.creators + lives - 1) / max(lives, 1)
        for _ in 0..<share { try field.answer() }
        let before = way.requests()
        switch end {
        case .at(let place):
            let program = try field.start(way, failpoint: place)
            try await wait(40) { program.hasEnded }
            if !program.wasKilled { Issue.record("\(way.name): the program did not come to \(place.rawValue)") }
            deaths.certain += 1
            try await program.kill()
        case .about(let place, let pass):
            let program = try field.start(way, failpoint: place, pass: pass)
            try await wait(6) { program.hasEnded }
            deaths.random += 1
            try await program.kill()
        case .anywhere:
            let program = try field.start(way)
            try await wait(6) { program.hasEnded || way.requests() > before }
            try await program.ends(within: .random(in: 0...1.5, using: &dice))
            deaths.random += 1
            try await program.kill()
        case .duringRequest:
            let program = try field.start(way)
            try await wait(40) { program.hasEnded || way.requests() > before }
            #expect(way.requests() > before, "\(way.name): no request came")
            deaths.certain += 1
            try await program.kill()
        }
    }

    /// Lives over which the answers are spread.
    private var lives: Int { max(places.count + 4, field.creators / 3) }

    private mutating func script(for end: End) -> [TrialFault?] {
        switch end {
        case .at: return []
        case .duringRequest: return [.silence]
        case .about, .anywhere:
            return (0..<20).map { _ in
                guard Int.random(in: 0..<4, using: &dice) == 0 else { return nil }
                return TrialFault.allCases.filter { $0 != .silence }.randomElement(using: &dice)
            }
        }
    }

    private func wait(_ seconds: Double, until isOver: () -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(seconds)
        while !isOver(), ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(100)) }
    }

    private func untilArmed(_ program: ProgramRun) async throws {
        for _ in 0..<120 {
            try await program.ends(within: 0.25)
            let armed = (try? await field.rows("SELECT 1 FROM mailbox_cursors WHERE role = 'inbox'").count) ?? 0
            if armed == TrialField.teams.count { return }
        }
    }

    /// Everybody answers, and all comes to its end without a fault.
    private func rest() async throws {
        way.script([])
        while field.answered < field.creators { try field.answer() }
        let program = try field.start(way)
        let end = ContinuousClock.now + .seconds(300)
        var open: [String] = []
        repeat {
            way.evidence()
            try await program.ends(within: 1)
            try await field.unblock()
            open = try await stillOpen()
        } while !open.isEmpty && !program.hasEnded && ContinuousClock.now < end
        // What proves that the last mails left may still be on its way.
        way.evidence()
        try await program.ends(within: 3)
        try await program.stop()
        guard open.isEmpty else { throw NeverRested(open: open) }
    }

    private func stillOpen() async throws -> [String] {
        let rows = try await field.rows(
            """
            SELECT 'mail ' || id FROM outbox WHERE state IN ('planned', 'claimed', 'in_doubt')
            UNION ALL SELECT 'message ' || id FROM messages WHERE state = 'pending'
            UNION ALL SELECT 'action ' || id FROM mailbox_actions WHERE state = 'pending'
            UNION ALL SELECT 'conversation ' || id FROM email_threads WHERE decide_after IS NOT NULL
            """)
        let known = try await field.rows("SELECT id FROM messages WHERE direction = 'inbound'").count
        return rows + (known < field.answered ? ["\(field.answered - known) replies not read"] : [])
    }
}
