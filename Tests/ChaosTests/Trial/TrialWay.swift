import PostOffice

/// What happens to one request that sends.
enum TrialFault: CaseIterable, Sendable {
    /// Carried out; the answer never comes.
    case answerLost
    /// Carried out, and answered with a fault of the server's, where there is such a thing.
    case failsAfterwards
    /// Not carried out, and no answer.
    case drop
    /// Refused: too much at this moment.
    case busy
    /// Refused: no service.
    case away
    /// Refused: the token or key is not good any more.
    case stale
    /// Carried out; the connection stays open without a word.
    case silence
}

/// A way that mail leaves or is kept as drafts, as the trial sees it.
struct TrialWay: Sendable {
    let name: String
    /// Variables of the program.
    let settings: [String: String]
    /// Whether its mails are left for a person, and none is sent.
    var keepsDrafts = false
    /// How the next requests end, in place of what was to happen to them; nil: well.
    let script: @Sendable ([TrialFault?]) -> Void
    /// Requests, or mails where those cannot be counted, so far.
    let requests: @Sendable () -> Int
    /// Faults that happened so far.
    let faults: @Sendable () -> Int
    /// Lets come what proves that mails left, where that takes its time.
    var evidence: @Sendable () -> Void = {}
    /// Recipient and bytes of each mail that was taken.
    let taken: @Sendable () -> [(String, [UInt8])]
    let close: @Sendable () async -> Void
}

extension TrialWay {
    private static func accounts(_ parts: (Int) -> [String: String]) -> [String: String] {
        (1...TrialField.teams.count).map(parts).reduce(into: [:]) { $0.merge($1) { $1 } }
    }

    /// A token for sending that is new each time, and a password for reading.
    private static let tokens = accounts { number in
        [
            "GMAIL_ACCOUNT_\(number)_TOKEN_COMMAND": "echo team\(number)@mosaic.test/$$",
            "GMAIL_ACCOUNT_\(number)_PASSWORD": "",
            "GMAIL_ACCOUNT_\(number)_IMAP_PASSWORD": TrialField.password,
        ]
    }

    /// SMTP with tokens.
    static func smtp(_ field: TrialField) -> TrialWay {
        let spent = LiveCount()
        return TrialWay(
            name: "SMTP", settings: tokens,
            script: { faults in
                field.smtp.script { script in
                    spent.add(script.spent)
                    script = SubmissionScript(faults)
                }
            },
            requests: { field.office.read { $0.accepted.count } },
            faults: {
                spent.value
            },
            taken: { field.office.read { world in world.accepted.map { ($0.recipient, $0.bytes) } } },
            close: {})
    }

    /// Gmail's web interface, which gives mails ids of its own.
    static func gmail(keepsDrafts: Bool = false) async throws -> TrialWay {
        var desk = GmailDesk { String($0.prefix { $0 != "/" }) }
        desk.renames = true
        let gmail = try await HTTPCounter.open(desk)
        var settings = tokens
        settings["GMAIL_API_URL"] = gmail.baseURL
        for number in 1...TrialField.teams.count { settings["GMAIL_ACCOUNT_\(number)_OUTLET"] = "gmail-api" }
        if keepsDrafts { settings["ACCOUNT_STATE"] = "draft" }
        return TrialWay(
            name: keepsDrafts ? "drafts at Gmail" : "Gmail", settings: settings, keepsDrafts: keepsDrafts,
            script: { faults in gmail.change { $0.script = faults.map { $0.map(GmailFault.init) } } },
            requests: { gmail.state.requests }, faults: { gmail.state.faults },
            taken: {
                keepsDrafts
                    ? gmail.state.drafts.map { ("", $0.bytes) } : gmail.state.sent.map { ("\($0.recipient)", $0.bytes) }
            },
            close: { await gmail.close() })
    }

    /// SES, whose events come late: once all is over.
    static func ses() async throws -> TrialWay {
        var desk = SESDesk()
        desk.ratePerSecond = 1_000
        let ses = try await HTTPCounter.open(desk)
        let queue = try await HTTPCounter.open(QueueDesk())
        var settings = accounts { ["GMAIL_ACCOUNT_\($0)_OUTLET": "ses"] }
        settings.merge([
            "AWS_REGION": "eu-central-1", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "secret-of-tests", "SES_URL": ses.baseURL, "SES_CONFIGURATION_SET": "mosaic",
            "SES_EVENTS_QUEUE": "\(queue.baseURL)/123456789012/mosaic",
        ]) { $1 }
        return TrialWay(
            name: "SES", settings: settings,
            script: { faults in ses.change { $0.script = faults.map { $0.map(SESFault.init) } } },
            requests: { ses.state.requests }, faults: { ses.state.faults },
            evidence: {
                let events = ses.state.taken.map { mail in
                    #"{"eventType":"Send","send":{},"mail":{"messageId":"\#(mail.id)","headers":[{"name":"X-Mosaic-ID","#
                        + #""value":"<\#(TrialAudit.name(of: mail.bytes))>"}]}}"#
                }
                queue.change { $0.messages = events }
            },
            taken: { ses.state.taken.map { ($0.recipients[0], $0.bytes) } },
            close: {
                await ses.close()
                await queue.close()
            })
    }

    /// Drafts by IMAP, which no fault comes to here but the deaths.
    static func imapDrafts(_ field: TrialField) -> TrialWay {
        let drafts: @Sendable () -> [(String, [UInt8])] = {
            TrialField.teams.flatMap { team in
                // Both have a mailbox for drafts from the start.
                ((try? field.office.messages(in: .drafts, of: team)) ?? []).map { ("", $0.bytes) }
            }
        }
        return TrialWay(
            name: "drafts over IMAP", settings: ["ACCOUNT_STATE": "draft"], keepsDrafts: true, script: { _ in },
            requests: { drafts().count }, faults: { 0 }, taken: drafts, close: {})
    }
}
