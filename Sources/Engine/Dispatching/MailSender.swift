import Correspondence
import Delivery
import Events
import Logging
import Observability
import Settings
import Storage
import Templates
import Timing

/// Takes claimed mails through the send protocol (`MailSender+window.swift`). The row always says what is known: before the final
/// dot the mail is certainly unsent; once `in_doubt` is committed it may have left, and only a reply of the server or
/// evidence changes that.
struct MailSender: Sendable {
    let parts: EngineParts
    let accounts: [AccountID: SendingAccount]
    let lanes: SendingLanes
    let writing: SendWriting

    /// The time allowed for reading Inbox and Sent again before a send.
    static let fenceLimit = Duration.seconds(30)

    /// The greatest age of a permission when the dot goes out. Messages taken in after it was granted cannot hold the mail back, so a
    /// process that stood still in between has to ask again.
    static let permissionLimit = Duration.seconds(5)

    /// Time between two tries of a mail that was withdrawn at its final dot.
    static let withheldBackoff = Backoff(base: .seconds(1), cap: .seconds(600))

    init(parts: EngineParts, accounts: [AccountID: SendingAccount]) {
        self.parts = parts
        self.accounts = accounts
        writing = SendWriting(parts)
        let servers = accounts.compactMapValues { $0.settings.smtp.map { "\($0.host):\($0.port)" } }
        lanes = SendingLanes(servers: servers, slots: parts.settings.maxConcurrentWorkers)
    }

    // MARK: Before the dot

    /// Without a look at the mailboxes no mail of the account may leave: it waits, longer each time.
    func fenceFailed(_ claims: [MailClaim], _ error: any Error) async throws {
        guard let claim = claims.first else { return }
        let failures = claim.accountFailures
        let wait = failures == 0 ? .seconds(5) : SendFailurePolicy.accountWait(failures: failures - 1)
        let reason = "Inbox and Sent could not be read again: \(error)"
        try await accountWaits([claim.account], claim, for: wait, failures: failures + 1, reason: reason)
        await giveBack(claims, after: .zero, reason: reason)
    }

    /// The accounts send nothing for a while; the wait is in the database, so a restart does not shorten it.
    func accountWaits(
        _ waiting: [AccountID], _ claim: MailClaim, for span: Duration, failures: Int, reason: String
    ) async throws {
        try await parts.store.accounts.wait(waiting, for: span, failures: failures, reason: reason)
        guard span > .zero else { return }
        parts.log.event(
            .accountWaits,
            [
                "protocol": protocolName(of: claim.account), "account": address(of: claim.account),
                "accounts": waiting.count, "failures": failures, "span": span, "error": reason,
                "do": "nothing, it goes on by itself; to try at once: mosaic accounts resume",
            ])
    }

    /// Ends the mail or gives it back, as the closed gate demands.
    func heed(_ obstacle: GateTable.Row, _ claim: MailClaim) async throws {
        switch obstacle.state {
        case .open: break
        case .closed(let until, let reason):
            if obstacle.gate.isAboutAccount, let until {
                try await settle(claim, .accountWaits(until: until, reason: "\(reason), until \(until)"))
            } else if let until {
                try await settle(claim, .postponed(until: until, reason: reason))
            } else {
                try await settle(claim, .returned(after: .zero, reason: reason, as: .released))
            }
            note(.followupWaits, claim, ["gate": obstacle.gate.rawValue, "until": until?.rfc3339 ?? "unknown"])
        case .over(let reason):
            // The database does not know this setting, so the lead must be told.
            let isForbidden = obstacle.gate == .neverAnswer
            try await settle(claim, isForbidden ? .forbidden(reason: reason) : .over(reason: reason))
            note(.followupCancelled, claim, ["reason": reason])
        case .forPerson(let reason):
            // No cap depends on the conversation's own words.
            let handoff: HandoffReason = obstacle.gate == .conversation ? .textUnusable : .capReached
            try await settle(claim, .capped(reason: reason, handoff))
            note(.followupCapped, claim, ["reason": reason])
            parts.ready.poke(claim.account, .inbox)
        }
        parts.notices.changed(claim.conversation)
    }

    /// The mail in the form that every try sends: rendered once, then stored. Nil when it cannot be written.
    func rendered(_ claim: MailClaim, _ account: SendingAccount) async throws -> OutgoingMail? {
        if let kept = claim.rendered { return account.outgoing(kept, claim) }
        do { return try account.compose(claim, mint: parts.mint, links: parts.optOutLinks, now: parts.clock.now) } catch
        {
            let reason = "the text of stage \(claim.step) cannot be written to this contact: \(error)"
            try await heed(GateTable.Row(gate: .conversation, state: .forPerson(reason)), claim)
            return nil
        }
    }

    func fileAsDraft(_ claim: MailClaim) async throws {
        try await settle(claim, .drafted)
        note(.followupDrafted, claim, [:])
        parts.notices.changed(claim.conversation)
        parts.ready.poke(claim.account, .sent)
        parts.ready.poke(claim.account, .inbox)
    }

    func giveBack(_ claims: [MailClaim], after pause: Duration, reason: String) async {
        for claim in claims { await giveBack(claim, after: pause, reason: reason) }
    }

    private func giveBack(_ claim: MailClaim, after pause: Duration, reason: String) async {
        // A separate task: shutting down must not prevent the row from being given back. If this fails, the lease expires.
        await Task {
            try? await withDeadline(.seconds(3), for: "giving a mail back") {
                try await settle(claim, .returned(after: pause, reason: reason, as: .released))
            }
        }.value
        note(.followupGivenBack, claim, ["reason": reason])
        parts.notices.changed(claim.conversation)
    }

    func settle(_ claim: MailClaim, _ outcome: MailOutcome) async throws {
        try await writing.settlements.commit(MailSettlement(claim, outcome))
    }

    // MARK: The dot

    /// - Returns: whether the server accepted the mail.
    func transmit(_ one: ReadyMail, _ mailer: any Mailer, _ ready: ReadyAccount) async -> Bool {
        let (claim, mail) = (one.claim, one.mail)
        note(.followupSending, claim, ["message_id": mail.messageID])
        let outcome = await mailer.send(mail) { await permitDot(for: claim, under: ready.rights) }
        Failpoint.sendAfterDot.pass()
        await OutcomeWriting(sender: self, claim: claim, outcome: outcome).run()
        parts.notices.sent(from: claim.account)
        parts.notices.changed(claim.conversation)
        return outcome.isAccepted
    }

    private func permitDot(for claim: MailClaim, under rights: AccountRights) async -> SendPermission {
        Failpoint.sendBeforeInDoubt.pass()
        let asked = parts.clock.now
        do {
            let permission = try await writing.permissions.commit(DotRequest(claim, under: rights))
            if case .withheld(let reason) = permission {
                note(.followupStoppedAtTheDot, claim, ["reason": reason])
                return permission
            }
            Failpoint.sendInDoubt.pass()
            return .granted { lapse(of: asked, claim) }
        } catch {
            // It is unknown whether the commit was written, but no dot goes out, and the row may say "in doubt" at most.
            note(.followupDotNotPermitted, claim, ["error": "\(error)"])
            return .withheld("the database did not answer: \(error)")
        }
    }

    /// Why a permission granted at `asked` no longer holds. After a clock was set back, its age is unknown.
    private func lapse(of asked: Timestamp, _ claim: MailClaim) -> String? {
        let age = parts.clock.now - asked
        if age >= .zero && age <= Self.permissionLimit { return nil }
        note(.followupPermissionLapsed, claim, ["age": age, "do": "trying again"])
        return "the permission was \(age) old"
    }

    /// An account as the log names it.
    func address(of account: AccountID) -> String { accounts[account]?.settings.address.text ?? "?" }

    /// Its outlet as the log names it.
    func protocolName(of account: AccountID) -> String { accounts[account]?.protocolName ?? "IMAP" }

    func note(
        _ event: Event, _ claim: MailClaim, _ facts: KeyValuePairs<String, any CustomStringConvertible>
    ) {
        var metadata: Logger.Metadata = [
            "protocol": "\(protocolName(of: claim.account))", "thread": "\(claim.conversation)",
            "stage": "\(claim.step)", "to": "\(claim.recipient)", "account": "\(address(of: claim.account))",
        ]
        for (key, value) in facts { metadata[key] = .string(value.description) }
        parts.log.event(event, metadata: metadata)
    }
}

extension DeliveryOutcome {
    fileprivate var isAccepted: Bool {
        switch self {
        case .accepted, .acceptedUnder: true
        case .failed, .withheld: false
        }
    }
}
