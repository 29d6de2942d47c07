import TestServers
import Testing

/// What is wrong with the settings is told at start, all of it at once, and nothing runs.
@Suite(.serialized, .enabled(if: MosaicBinary.isBuilt, "mosaic is not built beside the tests: run `swift build` first"))
struct StartFaultTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        let changes: [String: String]
        /// What the output holds, each once.
        let sentences: [String]
        /// 78 where the settings are at fault, so that nobody starts it again (EX_CONFIG); 1 where the world may be.
        var status: Int32 = 1
        var testDescription: String { changes.map { "\($0)=\($1)" }.sorted().joined(separator: " ") }
    }

    @Test(.timeLimit(.minutes(5)))
    func eachFaultIsOneSentence() async throws {
        let field = try await Battlefield.open(creators: 0)
        let free = "127.0.0.1:1"
        let faults = [
            Fault(
                changes: ["GMAIL_ACCOUNT_1_PASSWORD": "wrong", "GMAIL_ACCOUNT_2_PASSWORD": "wrong"],
                sentences: ["Authentication failed for team1@mosaic.test", "team2@mosaic.test cannot send: "]),
            Fault(
                changes: ["IMAP_PORT": "1"],
                sentences: ["team1@mosaic.test cannot be reached at \(free)", "team2@mosaic.test cannot be reached at"]),
            Fault(
                changes: ["SMTP_PORT": "1"],
                sentences: ["team1@mosaic.test cannot send: ", "team2@mosaic.test cannot send: "]),
            Fault(
                changes: ["TLS_CA_FILE": "/etc/hostname"],
                sentences: ["TLS_CA_FILE: /etc/hostname holds no certificate"], status: 78),
            Fault(
                changes: ["DRYRUN": "true"],
                sentences: ["DRYRUN in the environment is not a setting. Did you mean DRY_RUN?"], status: 78),
            Fault(changes: ["DATABASE_URL": "postgresql://nobody@\(free)/none"], sentences: ["PostgreSQL at \(free)"]),
            Fault(
                changes: ["IMAP_PORT": "none", "REDIS_URL": "rediss://\(free)", "DATABASE_URL": "mysql://\(free)"],
                sentences: ["IMAP_PORT is not a valid port", "REDIS_URL asks for TLS", "DATABASE_URL is neither"],
                status: 78),
        ]
        for fault in faults {
            let output = try await refusal(fault, on: field)
            for sentence in fault.sentences {
                // Once: what several accounts share is one fault.
                #expect(output.ranges(of: sentence).count == 1, "\(fault): \(output)")
            }
            #expect(!output.contains("engine.started"))
        }
        try await field.close()
    }

    /// What the program says before it ends by itself.
    private func refusal(_ fault: Fault, on field: Battlefield) async throws -> String {
        let path = field.folder + "/output.log"
        let before = ((try? ReadFile.text(path)) ?? "").utf8.count
        let program = try field.start(changes: fault.changes)
        // The first start of a new program compiles the rules, in a debug build on a busy machine for half a minute.
        for _ in 0..<240 where !program.hasEnded { try await program.ends(within: 0.5) }
        #expect(program.exitStatus == fault.status, "\(fault)")
        try await program.kill()
        return String(decoding: try ReadFile.text(path).utf8.dropFirst(before), as: UTF8.self)
    }
}
