import TestServers
import Testing
import Timing

@testable import Engine

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Machines that lose their power, stand still in the wrong moment, or look alike: nothing is sent twice or lost, and
/// nobody waits longer than a lease lasts.
@Suite(.serialized, .enabled(if: MosaicBinary.isBuilt, "mosaic is not built beside the tests: run `swift build` first"))
struct MachineLossTests {
    /// Program and database lose their machine together, right after the server has taken a mail. The database was set up to
    /// answer commits before they are on disk.
    @Test(.timeLimit(.minutes(5)))
    func whatLeftBeforeThePowerFailedIsNotSentAgain() async throws {
        let field = try await Battlefield.open(
            creators: 1, database: ["synchronous_commit": "off", "wal_writer_delay": "10s"])
        let first = try field.start()
        try await field.untilArmed(first)
        try await first.stop()
        let program = try field.start(failpoint: .sendAfterDot)
        try await field.nextReply()
        for _ in 0..<400 where !program.hasEnded { try await program.ends(within: 0.1) }
        try await field.postgres.kill()
        #expect(program.wasKilled)
        try await field.postgres.start()
        #expect(try await field.rows("SELECT state FROM outbox") == ["in_doubt"])
        try await Chaos(field).rest()
        let count = try await Auditor(field).count()
        #expect(count.violations.isEmpty, "\(count.violations)")
        #expect(count.mails == 1 && count.needsHuman == 1)
        try await field.close()
    }

    @Test(.timeLimit(.minutes(8)))
    func whoStandsStillInsideATransactionHoldsNobodyUp() async throws {
        let field = try await Battlefield.open(creators: 60)
        let frozen = try field.start()
        try await field.untilArmed(frozen)
        try await standsStillInsideATransaction(frozen, field)
        let other = try field.start()
        // One for each of our mailboxes.
        let replies = [field.replies.count, field.replies.count + 1]
        for _ in replies { try await field.nextReply() }
        try await holds(field, within: 15, "SELECT COUNT(*) FROM (\(Self.openTransactions)) AS open", ["0"])
        for creator in replies {
            let sent = """
                SELECT COUNT(*) > 0 FROM outbox o JOIN contacts c ON c.id = o.contact_id
                WHERE o.state = 'sent' AND c.address = '\(field.creators[creator].address)'
                """
            try await holds(field, within: 100, sent, ["t"])
        }
        frozen.resume()
        try await frozen.stop()
        try await other.stop()
        try await Chaos(field).rest()
        let count = try await Auditor(field).count()
        #expect(count.violations.isEmpty, "\(count.violations.prefix(10))")
        try await field.close()
    }

    /// Two containers have the same host name, the same boot and each a process 1.
    @Test(.timeLimit(.minutes(5)))
    func processesOfTwoNamespacesDoNotTakeEachOtherForDead() async throws {
        let field = try await Battlefield.open(creators: 2)
        let contained = try Self.contained(in: field.folder)
        let first = try field.start(binary: contained)
        try await field.untilArmed(first)
        let leases = try await field.rows(Self.leases)
        let log = field.folder + "/second.log"
        let second = try field.start(changes: ["LOG_FILE": log], binary: contained)
        for _ in 0..<60 where !((try? ReadFile.text(log)) ?? "").contains("watcher.held_elsewhere") {
            try await second.ends(within: 0.5)
        }
        try await second.ends(within: 10)
        #expect(try await field.rows(Self.leases) == leases, "nobody took them")
        #expect(try !ReadFile.text(log).contains("watcher.connected"))
        try await first.kill()
        try await field.nextReply()
        try await holds(field, within: 90, "SELECT COUNT(*) > 0 FROM outbox WHERE state = 'sent'", ["t"])
        try await second.kill()
        try await field.close()
    }

    // MARK: Helpers

    private static let openTransactions =
        "SELECT pid FROM pg_stat_activity WHERE usename = 'mosaic' AND state LIKE 'idle in transaction%'"
    private static let leases = "SELECT name, holder, fence FROM leases WHERE name LIKE 'watch:%' ORDER BY name"

    /// The program in a process namespace of its own.
    private static func contained(in folder: String) throws -> String {
        let path = folder + "/contained"
        let script = """
            #!/bin/sh
            exec /usr/bin/unshare --pid --fork --mount-proc --kill-child \(MosaicBinary.path) "$@"
            """
        try Data(script.utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return path
    }

    /// Stops it again and again, while it has work, until a transaction of it is open.
    private func standsStillInsideATransaction(_ program: ProgramRun, _ field: Battlefield) async throws {
        for number in 0..<400 {
            if number % 8 == 0, field.replies.count < field.creators.count - 2 { try await field.nextReply() }
            program.pause()
            // What the server was asked before comes to its end.
            try await Task.sleep(for: .milliseconds(20))
            if try await !field.rows(Self.openTransactions).isEmpty { return }
            program.resume()
            try await Task.sleep(for: .milliseconds(.random(in: 5...60)))
        }
        Issue.record("the program was never stopped inside a transaction")
    }

    private func holds(_ field: Battlefield, within seconds: Int, _ sql: String, _ value: [String]) async throws {
        var rows: [String] = []
        for _ in 0..<seconds * 2 where rows != value {
            try await Task.sleep(for: .milliseconds(500))
            rows = try await field.rows(sql)
        }
        #expect(rows == value, "\(sql)")
    }
}
