import FoundationEssentials
import Testing

@testable import Settings

/// What is in force is told by names, and secrets are not told at all.
@Suite struct SettingsReportTests {
    private static func report(_ environment: [String: String], file: String? = nil) async throws -> SettingsReport {
        let all = ["XDG_STATE_HOME": "/state"].merging(environment) { $1 }
        guard let file else { return await SettingsLoader.report(environment: all, file: nil) }
        let path = FileManager.default.temporaryDirectory.appending(path: "report-\(UInt64.random(in: 0 ... .max)).env")
            .path
        try file.write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        return await SettingsLoader.report(environment: all, file: path)
    }

    private static func line(_ name: String, of report: SettingsReport) -> SettingsReport.Line? {
        report.lines.first { $0.name == name }
    }

    @Test func eachNameTellsItsValueAndOrigin() async throws {
        let file = "# mine\nPOLLING_INTERVAL=5m\nDRY_RUN=true\nNO_SETTING=x\nGMAIL_ACCOUNT_1_NAME=Team\n"
        let report = try await Self.report(["DRY_RUN": "false", "PATH": "/bin", "LANG": "C"], file: file)
        #expect(Self.line("POLLING_INTERVAL", of: report)?.value == "5m")
        #expect(Self.line("POLLING_INTERVAL", of: report)?.origin == .file(line: 2))
        #expect(Self.line("GMAIL_ACCOUNT_1_NAME", of: report)?.origin == .file(line: 5))
        #expect(Self.line("DRY_RUN", of: report)?.value == "false")
        #expect(Self.line("DRY_RUN", of: report)?.origin == .environment)
        let standards = [
            "DEBOUNCE_SECONDS": "10s", "FOLLOWUP_STAGE_2_DELAY": "24h", "FOLLOWUP_STAGE_3_DELAY": "2d",
            "RETENTION": "forever", "RETENTION_TRACES": "90d", "LOG_LEVEL": "INFO", "MAX_CONCURRENT_WORKERS": "10",
            "IN_DOUBT_GRACE": "15m", "AUTONOMY_PROMOTES": "false",
        ]
        for (name, value) in standards {
            #expect(Self.line(name, of: report)?.value == value, "\(name)")
            #expect(Self.line(name, of: report)?.origin == .standard, "\(name)")
        }
        #expect(report.remarks.contains { $0.contains("NO_SETTING") })
        for name in ["PATH", "LANG", "NO_SETTING", "XDG_STATE_HOME"] { #expect(Self.line(name, of: report) == nil) }
        #expect(try await Self.report(["DEBOUNCE_SECONDS": "x"]).remarks.contains { $0.contains("DEBOUNCE_SECONDS") })
    }

    /// Whatever name of ours holds what lets somebody in.
    @Test func noSecretIsInTheReport() async throws {
        let signs = ["PASSWORD", "SECRET", "_KEY", "TOKEN", "DATABASE_URL", "REDIS_URL", "SHEET_URL"]
        let accounts = ["PASSWORD", "SMTP_PASSWORD", "TOKEN_COMMAND"].map { "GMAIL_ACCOUNT_1_\($0)" }
        let names = SettingNames.general.filter { name in signs.contains { name.contains($0) } }.union(accounts)
        #expect(names.count > 15)
        var environment = Dictionary(uniqueKeysWithValues: names.map { ($0, "hunter2-\($0.lowercased())") })
        environment["GROQ_BASE_URL"] = "https://me:hunter2@groq.example"
        environment["DATABASE_URL"] = "postgresql://me:hunter2@localhost/mosaic"
        let report = try await Self.report(environment)
        for name in environment.keys {
            let line = try #require(Self.line(name, of: report), "\(name)")
            #expect(line.value == nil && line.origin == .environment, "\(name)")
        }
        #expect(!"\(report.lines)".contains("hunter2") && !report.remarks.contains { $0.contains("hunter2") })
    }

    @Test func whatIsSetOtherwiseIsNamedAndSecretsToo() async throws {
        let before = try await Self.report(["GROQ_API_KEY": "one", "PORT": "8000", "OFFER": "a"])
        let now = try await Self.report(["GROQ_API_KEY": "two", "PORT": "8000", "DRY_RUN": "true"])
        #expect(now.changed(since: before) == ["DRY_RUN", "GROQ_API_KEY", "OFFER"])
        #expect(before.changed(since: before).isEmpty)
    }
}
