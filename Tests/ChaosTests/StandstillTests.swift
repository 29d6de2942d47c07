import TestServers
import Testing

/// A process that stands still loses the right to go on with what it was doing.
@Suite(.serialized, .enabled(if: MosaicBinary.isBuilt, "mosaic is not built beside the tests: run `swift build` first"))
struct StandstillTests {
    /// The permission for the dot is committed, and the process freezes right there for longer than it is good for.
    @Test(.timeLimit(.minutes(3)), arguments: [true, false])
    func whatComesBetweenThePermissionAndTheDotCounts(isRefused: Bool) async throws {
        let field = try await Battlefield.open(creators: 1)
        let program = try field.start(changes: ["MOSAIC_FAILPOINT": "send.in_doubt:1:stop"])
        try await field.untilArmed(program)
        try await field.nextReply()
        try await standsStill(program)
        #expect(try await field.rows("SELECT state FROM outbox") == ["in_doubt"])
        if isRefused { try await field.refusal(0) }
        try await program.ends(within: 6)
        program.resume()
        try await comesToRest(field, program, isRefused ? "completed" : "sequence_finished")
        try await program.stop()
        #expect(try await field.dovecot.messages(of: field.creators[0]).count == (isRefused ? 0 : 3))
        let log = PostfixLog(try field.postfix.logText()).accepted
        #expect(Set(log).count == log.count)
        let tries = try await field.rows("SELECT step FROM send_attempts ORDER BY id LIMIT 3")
        #expect(tries == ["claimed", "in_doubt", "aborted"])
        let events = try ReadFile.text(field.folder + "/application.log")
        #expect(events.contains("followup.permission_lapsed"))
        try await field.close()
    }

    private func standsStill(_ program: ProgramRun) async throws {
        for _ in 0..<120 {
            let fields = try ReadFile.text("/proc/\(program.pid)/stat").split(separator: ")").last?.split(
                separator: " ")
            if fields?.first == "T" { return }
            try await program.ends(within: 0.25)
        }
        Issue.record("the process never came to the dot")
    }

    private func comesToRest(_ field: Battlefield, _ program: ProgramRun, _ state: String) async throws {
        var states: [String] = []
        for _ in 0..<80 where states != [state] {
            try await program.ends(within: 0.5)
            states = try await field.rows("SELECT state FROM email_threads")
        }
        #expect(states == [state])
    }
}
