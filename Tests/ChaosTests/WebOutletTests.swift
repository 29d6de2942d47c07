import PostOffice
import TestServers
import Testing
import Timing

@testable import Engine

/// Amazon SES and Gmail's web interface have no final dot. `mosaic run` is killed before, at, during and after the request
/// that sends, and answers are lost: the servers' own records say who got what.
@Suite(.serialized, .enabled(if: MosaicBinary.isBuilt, "mosaic is not built beside the tests: run `swift build` first"))
struct WebOutletTests {
    private static let deaths: [Failpoint] = [
        .sendClaimed, .sendRendered, .sendFenced, .sendBeforeInDoubt, .sendInDoubt, .sendAfterDot, .sendConfirmed,
    ]

    @Test(.timeLimit(.minutes(10))) func nobodyGetsAMailTwiceOverSES() async throws {
        let ses = try await HTTPCounter.open(SESDesk())
        let queue = try await HTTPCounter.open(QueueDesk())
        let faults: [SESFault] = [
            .answerLost, .failsAfterwards, .drop,
            .error(status: 429, type: "TooManyRequestsException", message: "rate"),
            .error(status: 503, type: "ServiceUnavailable", message: "x"),
        ]
        var settings = [
            "AWS_REGION": "eu-central-1", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "secret-of-tests",
            "SES_URL": ses.baseURL, "SES_CONFIGURATION_SET": "mosaic",
            "SES_EVENTS_QUEUE": "\(queue.baseURL)/123456789012/mosaic",
        ]
        for number in 1...2 { settings["GMAIL_ACCOUNT_\(number)_OUTLET"] = "ses" }
        let outlet = WebOutlet(
            settings: settings, faults: faults.map { fault in { ses.change { $0.script = [fault] } } },
            silence: { ses.change { $0.script = [.silence] } }, requests: { ses.state.requests },
            // Late: what SES reports comes once all is over.
            evidence: {
                for mail in ses.state.taken {
                    let event =
                        #"{"eventType":"Send","send":{},"mail":{"messageId":"\#(mail.id)","headers":[{"name":"X-Mosaic-ID","#
                        + #""value":"<\#(WebOutlet.name(of: mail.bytes))>"}]}}"#
                    queue.change { $0.messages.append(event) }
                }
            },
            taken: { ses.state.taken.map { ($0.recipients[0], $0.bytes) } })
        try await outlet.survives(Self.deaths)
        await ses.close()
        await queue.close()
    }

    @Test(.timeLimit(.minutes(10))) func nobodyGetsAMailTwiceOverGmail() async throws {
        var desk = GmailDesk { $0.isEmpty ? nil : $0 }
        desk.renames = true
        let gmail = try await HTTPCounter.open(desk)
        let faults: [GmailFault] = [
            .answerLost, .failsAfterwards, .drop,
            .error(status: 429, reason: "rateLimitExceeded", message: "Too many concurrent requests for user"),
            .error(status: 401, reason: "authError", message: "Invalid Credentials"),
        ]
        var settings = ["GMAIL_API_URL": gmail.baseURL]
        for number in 1...2 {
            settings["GMAIL_ACCOUNT_\(number)_OUTLET"] = "gmail-api"
            settings["GMAIL_ACCOUNT_\(number)_TOKEN_COMMAND"] = "echo team\(number)@mosaic.test"
        }
        let outlet = WebOutlet(
            settings: settings, movesPassword: true,
            faults: faults.map { fault in { gmail.change { $0.script = [fault] } } },
            silence: { gmail.change { $0.script = [.silence] } }, requests: { gmail.state.requests }, evidence: {},
            taken: { gmail.state.sent.map { ("\($0.recipient)", $0.bytes) } })
        try await outlet.survives(Self.deaths)
        await gmail.close()
    }
}

/// A web interface that mail leaves over, as a test sees it.
private struct WebOutlet: Sendable {
    let settings: [String: String]
    /// Whether the account's password is for IMAP alone.
    var movesPassword = false
    /// Each makes the next request end that way.
    let faults: [@Sendable () -> Void]
    /// The next request is carried out and never answered.
    let silence: @Sendable () -> Void
    let requests: @Sendable () -> Int
    /// Lets come what proves that mails left, where that takes its time.
    let evidence: @Sendable () -> Void
    /// Recipient and bytes of what was carried out.
    let taken: @Sendable () -> [(String, [UInt8])]

    /// The id that we gave a mail, which lies in it whatever was made of its Message-ID.
    static func name(of bytes: [UInt8]) -> String {
        let line = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n").first {
            $0.hasPrefix("X-Mosaic-ID:")
        }
        return line.map { $0.dropFirst(12).filter { !" <>".contains($0) } } ?? "none"
    }

    func survives(_ deaths: [Failpoint]) async throws {
        let field = try await Battlefield.open(
            creators: deaths.count + faults.count + 1, changes: Self.changes(of: self))
        var chaos = Chaos(field)
        let first = try field.start()
        try await field.untilArmed(first)
        try await first.stop()
        for point in deaths { try await chaos.kill(at: point) }
        try await dieDuringTheRequest(field)
        for fault in faults { try await meet(fault, field) }
        evidence()
        try await chaos.rest()
        try await judge(field)
        try await field.close()
    }

    private static func changes(of outlet: WebOutlet) -> [String: String] {
        guard outlet.movesPassword else { return outlet.settings }
        var changes = outlet.settings
        for number in 1...2 {
            changes["GMAIL_ACCOUNT_\(number)_PASSWORD"] = ""
            changes["GMAIL_ACCOUNT_\(number)_IMAP_PASSWORD"] = MailAccount("team\(number)@mosaic.test").password
        }
        return changes
    }

    private func dieDuringTheRequest(_ field: Battlefield) async throws {
        let before = requests()
        silence()
        let program = try field.start()
        try await field.nextReply()
        for _ in 0..<120 where requests() == before && !program.hasEnded { try await program.ends(within: 0.25) }
        #expect(requests() > before)
        try await program.kill()
    }

    private func meet(_ fault: @Sendable () -> Void, _ field: Battlefield) async throws {
        // An account waits after each failure; this is not about how long.
        _ = try await field.rows("UPDATE accounts SET blocked_until = NULL, failures = 0 RETURNING id")
        let before = requests()
        fault()
        let program = try field.start()
        try await field.nextReply()
        for _ in 0..<120 where requests() == before && !program.hasEnded { try await program.ends(within: 0.25) }
        #expect(requests() > before)
        try await program.ends(within: 1)
        try await program.stop()
    }

    /// Recipients hold each mail at most once; what left is known to have left or is with a person, with a reason.
    private func judge(_ field: Battlefield) async throws {
        let names = taken().map { Self.name(of: $0.1) }
        let counts: [String: Int] = names.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        for (name, count) in counts where count > 1 {
            Issue.record("<\(name)> left \(count) times")
        }
        let rows = try await field.rows(
            """
            SELECT o.message_id, o.state, COALESCE(o.reason, ''),
                EXISTS (SELECT 1 FROM handoffs h WHERE h.thread_id = o.thread_id)
            FROM outbox o WHERE o.message_id IS NOT NULL
            """)
        var states: [String: String] = [:]
        for row in rows {
            let columns = row.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            states[columns[0]] = columns[1]
            if columns[1] == "needs_human" { #expect(!columns[2].isEmpty && columns[3] == "t", "\(row)") }
            if columns[1] == "sent" { #expect(names.contains(columns[0]), "\(row) was never taken") }
        }
        for name in names { #expect(states[name] == "sent", "<\(name)> left and is \(states[name] ?? "unknown")") }
        #expect(names.count >= field.creators.count - 1)
        print("\(names.count) mails, \(rows.count { $0.contains("|needs_human|") }) in doubt with a person")
    }
}
