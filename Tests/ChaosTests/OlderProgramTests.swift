import TestServers
import Testing
import Timing

/// The program of the release before and this one work on the same database, one beside the other.
@Suite(
    .serialized,
    .enabled(if: MosaicBinary.isBuilt && MosaicBinary.older != nil, "MOSAIC_OLDER_BINARY names no older program"))
struct OlderProgramTests {
    /// The older one made the database and is at work when this one migrates it; then each is killed in turn and
    /// started again, while replies and refusals arrive.
    @Test(.timeLimit(.minutes(15)))
    func anOlderProgramGoesOnWhileThisOneUpgrades() async throws {
        let field = try await Battlefield.open(creators: 40)
        var older = try startOlder(field)
        try await field.untilArmed(older)
        for _ in 0..<4 { try await field.nextReply() }
        try await sent(atLeast: 2, field, older)
        let before = try await version(field)

        var newer = try field.start()
        try await upgraded(field, newer, from: before)
        for round in 0..<16 {
            for _ in 0..<2 { try await field.nextReply() }
            if round % 4 == 3 { try await field.refusal(2 * round) }
            try await older.ends(within: 0.8)
            #expect(!older.hasEnded, "the older program ended in round \(round)")
            #expect(!newer.hasEnded, "this program ended in round \(round)")
            switch round % 3 {
            case 0:
                try await older.kill()
                older = try startOlder(field)
            case 1:
                try await newer.kill()
                newer = try field.start()
            default: break
            }
        }
        try await newer.stop()
        // The older one alone on the newer schema, as after a roll-back.
        for _ in 0..<4 { try await field.nextReply() }
        let mails = try await sentMails(field)
        try await sent(atLeast: mails + 2, field, older)
        #expect(!older.hasEnded)
        try await older.stop()
        try await Chaos(field).rest()
        let count = try await Auditor(field).count()
        print(
            "beside an older program: \(count.conversations) conversations, \(count.mails) mails, \(count.complete) "
                + "sequences complete, \(count.withPerson) ended or with a person, \(count.needsHuman) in doubt; "
                + "violations: \(count.violations.count)")
        #expect(count.violations.isEmpty, "\(count.violations)")
        try await field.close()
    }

    private func startOlder(_ field: Battlefield) throws -> ProgramRun {
        try field.start(
            changes: ["LOG_FILE": field.folder + "/older.log"], binary: #require(MosaicBinary.older))
    }

    private func version(_ field: Battlefield) async throws -> Int {
        try await field.rows("SELECT MAX(version) FROM schema_migrations").first.flatMap { Int($0) } ?? 0
    }

    private func sentMails(_ field: Battlefield) async throws -> Int {
        try await field.rows("SELECT id FROM outbox WHERE state = 'sent'").count
    }

    private func sent(atLeast count: Int, _ field: Battlefield, _ program: ProgramRun) async throws {
        for _ in 0..<120 where try await sentMails(field) < count { try await program.ends(within: 0.5) }
        #expect(try await sentMails(field) >= count)
    }

    private func upgraded(_ field: Battlefield, _ program: ProgramRun, from before: Int) async throws {
        for _ in 0..<60 where try await version(field) == before { try await program.ends(within: 0.5) }
        #expect(try await version(field) == before + 1)
    }
}
