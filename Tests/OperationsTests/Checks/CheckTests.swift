import Correspondence
import Curl
import IMAP
import Settings
import TestServers
import Testing
import Text
import Timing

@testable import Operations
@testable import Storage

@Suite struct CheckTests {
    private let now = Timestamp(secondsSince1970: 1_795_000_000)
    private let settings = MosaicSettings(accounts: [], database: .sqlite(path: ":memory:"))
    private let groq = GroqSettings(apiKey: Secret("key"), model: "a-model", baseURL: "https://model.example")

    private func account(
        _ health: AccountHealth, lastLook: Duration?, pausedFor: Duration? = nil
    ) -> AccountRecord {
        AccountRecord(
            id: AccountID(rawValue: 1), address: EmailAddress("a@b.example")!, state: .auto, dailyLimit: 500,
            limitFrom: nil,
            pausedUntil: pausedFor.map { now + $0 }, pauseReason: nil, failures: 0, blockedUntil: nil, blockReason: nil,
            rival: nil, health: health, healthDetail: "login refused",
            lastCheckedAt: lastLook.map { now - $0 }, hasInbox: true, outlet: .smtp)
    }

    private func verdict(_ account: AccountRecord, isWatched: Bool = true) -> Finding.Verdict {
        DatabaseCheck.health(of: account, isWatched: isWatched, settings: settings, now: now).verdict
    }

    @Test func aWatcherThatHasNotLookedForLongIsRed() {
        #expect(verdict(account(.watching, lastLook: .seconds(10))) == .ok)
        #expect(verdict(account(.watching, lastLook: .seconds(600))) == .failed)
        #expect(verdict(account(.failing, lastLook: .seconds(10))) == .failed)
        #expect(verdict(account(.watching, lastLook: .seconds(600)), isWatched: false) == .failed)
        #expect(verdict(account(.failing, lastLook: .seconds(600)), isWatched: false) == .failed)
        #expect(verdict(account(.unknown, lastLook: nil), isWatched: false) == .warning)
        #expect(verdict(account(.watching, lastLook: .seconds(10), pausedFor: .seconds(60))) == .warning)
    }

    @Test(arguments: [
        (200, #"{"data":[{"id":"a-model"},{"id":"b"}]}"#, Finding.Verdict.ok),
        (200, #"{"data":[{"id":"b"}]}"#, .failed), (200, "<html>", .warning), (401, "", .failed), (403, "", .failed),
        (500, "", .warning), (404, "", .warning),
    ])
    func theModelServersAnswerIsRead(_ status: Int, _ body: String, _ expected: Finding.Verdict) {
        let finding = ModelCheck.finding(HTTPResponse(status: status, headers: [:], body: Array(body.utf8)), groq)
        #expect(finding.verdict == expected)
        #expect(finding.verdict == .ok || finding.advice != nil)
    }

    /// A proxy that passes nothing on answers too.
    @Test(arguments: [
        (200, "<form method=\"post\"><input type=\"hidden\" name=\"List-Unsubscribe\">", Finding.Verdict.ok),
        (200, "<h1>Welcome to nginx!</h1>", .warning), (404, "", .warning), (421, "", .warning), (502, "", .warning),
    ])
    func theLinkByWhichPeopleTakeThemselvesOffIsTried(_ status: Int, _ body: String, _ expected: Finding.Verdict) {
        let response = HTTPResponse(status: status, headers: [:], body: Array(body.utf8))
        #expect(PublicURLCheck.finding(response, "https://mail.example.com").verdict == expected)
    }

    @Test func findingsKeepTheOrderOfTheirChecksAndFailuresAreFindings() async {
        let slow = Wakeup()
        let findings = await Checkup.run([
            Check("slow") {
                await slow.wait()
                return [.ok("slow", "done")]
            },
            Check("broken") { throw OperationFailure(.notReady, "It is broken.") },
            Check("cache", fallback: "It goes on without.") { throw OperationFailure(.notReady, "It is broken.") },
            Check("fast") {
                slow.raise()
                return [.warning("fast", "done", do: "nothing")]
            },
        ])
        #expect(findings.map(\.name) == ["slow", "broken", "cache", "fast"])
        #expect(findings[1] == .failed("broken", "It is broken."))
        #expect(findings[2] == .warning("cache", "It is broken.", do: "It goes on without."))
        #expect(!findings.areGood)
    }

    @Test func findingsAreJSON() {
        let findings: [Finding] = [.ok("a", "fine"), .failed("longer", "bad", do: "Fix it.")]
        #expect(findings.json["ok"] == .bool(false))
        #expect(
            findings.json["checks"]?.items?.map(\.description) == [
                #"{"name":"a","verdict":"ok","fact":"fine","do":null}"#,
                #"{"name":"longer","verdict":"failed","fact":"bad","do":"Fix it."}"#,
            ])
    }

    @Test(
        arguments: [
            (
                IMAPError.authenticationFailed(serverText: "no", code: nil), "outlook.office365.com",
                "accounts connect microsoft"
            ),
            (.tlsFailed(.selfSigned), "mail.brand.test", "TLS_CA_FILE"),
            (.tlsFailed(.untrustedIssuer), "mail.brand.test", "TLS_CA_FILE"),
            (.authenticationFailed(serverText: "no", code: nil), "mail.brand.test", nil),
            (.tokenRefused(serverText: "no", code: nil), "outlook.office365.com", nil),
        ] as [(IMAPError, String, String?)])
    func adviceKnowsTheServerAndTheSettings(_ error: IMAPError, _ host: String, _ part: String?) {
        let server = ServerAddress(host: host, port: 993, security: .tls)
        let advice = AccountCheck.advice(on: error, at: server)
        #expect(part.map { advice?.contains($0) == true } ?? (advice == nil))
    }

    @Test func aDatabaseThatCannotBeMadeIsRed() async throws {
        let impossible = DatabaseCheck(.sqlite(path: "/proc/nope/m.db"), settings, clock: SystemWallClock())
        let possible = DatabaseCheck(
            .sqlite(path: "\(try TemporaryFile.folder())/new/m.db"), settings, clock: SystemWallClock())
        let findings = await Checkup.run([impossible.check, possible.check])
        #expect(findings.map(\.verdict) == [.failed, .warning])
    }

    @Test func filesAreLookedAt() throws {
        let file = try TemporaryFile.file("x.env", "A=1\n")
        #expect(TemporaryFile.setMode(0o600, of: file))
        #expect(FileChecks.settingsFile(file).verdict == .ok)
        #expect(TemporaryFile.setMode(0o644, of: file))
        #expect(FileChecks.settingsFile(file).verdict == .warning)
        #expect(FileChecks.settingsFile("\(file).none").verdict == .warning)
        #expect(FileChecks.settingsFile("/").verdict == .failed)
        #expect(FileChecks.logFile("\(try TemporaryFile.folder())/new/logs/a.log").verdict == .ok)
        #expect(FileChecks.logFile("/dev/null/logs/a.log").verdict == .failed)
        #expect(FileChecks.logFile("/proc/nope/a.log").verdict == .failed)
        #expect(FileChecks.logFile("/").verdict == .failed)
        #expect(FileChecks.logFile(nil).verdict == .ok)
    }
}
