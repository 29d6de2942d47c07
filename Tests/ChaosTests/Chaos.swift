import TestServers
import Timing

@testable import Engine

/// Kills `mosaic run` again and again while it works, and starts it again each time.
struct Chaos {
    struct Tally {
        var failpointKills: [String: Int] = [:]
        var randomKills = 0
        /// From the start of a process to its first message, decision or mail.
        var recoveries: [Duration] = []
        var kills: Int { randomKills + failpointKills.values.reduce(0, +) }
    }

    let field: Battlefield
    private(set) var tally = Tally()

    init(_ field: Battlefield) { self.field = field }

    /// Kills the program at one place of the pipeline.
    mutating func kill(at point: Failpoint) async throws {
        let program = try field.start(failpoint: point)
        try await field.nextReply()
        for _ in 0..<40 where !program.hasEnded {
            try await program.ends(within: 1)
        }
        guard program.wasKilled else {
            try await program.kill()
            throw NeverReached(point: point.rawValue)
        }
        tally.failpointKills[point.rawValue, default: 0] += 1
    }

    /// Kills the program at some moment of its work; replies and now and then a refusal arrive meanwhile.
    mutating func killAtRandom() async throws {
        let lines = logLength()
        let start = ContinuousClock.now
        let program = try field.start()
        try await field.nextReply()
        if field.replies.count % 5 == 0 { try await refuse() }
        // Half of them in the middle of the first work, half anywhere.
        if Bool.random(), let recovery = try await firstWork(after: lines, since: start) {
            tally.recoveries.append(recovery)
            try await program.ends(within: .random(in: 0...0.4))
        } else {
            try await program.ends(within: .random(in: 0.2...1.5))
        }
        try await program.kill()
        tally.randomKills += 1
    }

    private func refuse() async throws {
        let replies = field.replies
        let declined = Set(replies.filter(\.isRefusal).map(\.creator))
        let candidates = replies.suffix(8).map(\.creator).filter { !declined.contains($0) }
        if let creator = candidates.randomElement() { try await field.refusal(creator) }
    }

    /// Lets everything come to its end, without any kill.
    func rest() async throws {
        let program = try field.start()
        let end = ContinuousClock.now + .seconds(180)
        var open: [String] = []
        repeat {
            try await program.ends(within: 1)
            open = try await field.rows(
                """
                SELECT 'mail ' || id FROM outbox WHERE state IN ('planned', 'claimed', 'in_doubt')
                UNION ALL SELECT 'message ' || id FROM messages WHERE state = 'pending'
                UNION ALL SELECT 'action ' || id FROM mailbox_actions WHERE state = 'pending'
                UNION ALL SELECT 'conversation ' || id FROM email_threads WHERE decide_after IS NOT NULL
                """)
            let known = try await field.rows("SELECT id FROM messages WHERE direction = 'inbound'").count
            if known < field.replies.count { open.append("\(field.replies.count - known) replies not read") }
        } while !open.isEmpty && !program.hasEnded && ContinuousClock.now < end
        try await program.stop()
        guard open.isEmpty else { throw NeverRested(open: open) }
        try await mailDelivered()
    }

    /// Postfix passes mail on in its own time.
    private func mailDelivered() async throws {
        for _ in 0..<200 {
            if try await field.postfix.queue().isEmpty { return }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    // MARK: The log

    private func logText() -> String { (try? ReadFile.text(field.folder + "/application.log")) ?? "" }

    private func logLength() -> Int { logText().utf8.count }

    private func firstWork(after length: Int, since start: ContinuousClock.Instant) async throws -> Duration? {
        for _ in 0..<100 {
            let news = String(decoding: logText().utf8.dropFirst(length), as: UTF8.self)
            if ["reply.received", "reply.decided", "worker.sent"].contains(where: news.contains) {
                return start.duration(to: .now)
            }
            try await Task.sleep(for: .milliseconds(30))
        }
        return nil
    }
}

struct NeverReached: Error, CustomStringConvertible {
    let point: String
    var description: String { "the program did not come to \(point) within 40 s" }
}

struct NeverRested: Error, CustomStringConvertible {
    let open: [String]
    var description: String { "after three minutes of peace still open: \(open.prefix(10))" }
}
