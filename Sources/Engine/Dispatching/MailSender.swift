import Correspondence
import Delivery
import Events
import Logging
import Observability
import Settings
import Storage
import Timing

/// Takes one claimed mail through the send protocol. Whatever happens, the row says what is known: before the final dot
/// the mail is certainly unsent; from the commit of `in_doubt` on it may have left, and only a reply of the server or
/// evidence changes that.
struct MailSender: Sendable {
    let parts: EngineParts
    let accounts: [AccountID: SendingAccount]

    /// How long Inbox and Sent may take to be read again before a send.
    static let fenceLimit = Duration.seconds(30)

    /// How old a permission may be when the dot goes out. Whatever is taken in after it was asked for cannot hold the mail
    /// back, so a process that stood still in between has to ask again.
    static let permissionLimit = Duration.seconds(5)

    func send(_ claim: MailClaim) async {
        do {
            guard let account = accounts[claim.account], let ready = parts.ready[claim.account] else {
                return try await settle(
                    claim, .returned(after: .seconds(5), reason: "the account is not at hand", as: .released))
            }
            if let obstacle = claim.obstacle ?? neverAnswered(claim) { return try await heed(obstacle, claim) }
            Failpoint.sendClaimed.pass()
            parts.notices.sendingBegan(claim.id)
            guard let mail = try await rendered(claim, account) else { return }
            Failpoint.sendRendered.pass()
            if claim.accountState == .draft { return try await fileAsDraft(claim) }
            guard let mailer = account.mailer else {
                return try await settle(
                    claim, .returned(after: .seconds(60), reason: "the account has no way out", as: .released))
            }
            try await ready.sync(within: Self.fenceLimit)
            Failpoint.sendFenced.pass()
            await transmit(mail, claim, mailer, ready)
        } catch {
            let isEnding = Task.isCancelled
            await giveBack(claim, after: isEnding ? .zero : .seconds(5), reason: isEnding ? "shut down" : "\(error)")
        }
    }

    // MARK: Before the dot

    /// The settings may name the contact after its mail was planned.
    private func neverAnswered(_ claim: MailClaim) -> GateTable.Row? {
        parts.settings.neverAnswer.covers(claim.recipient)
            ? GateTable.Row(gate: .contact, state: .over("NEVER_ANSWER names the contact")) : nil
    }

    /// Ends the mail or gives it back, as the gate that is closed demands.
    private func heed(_ obstacle: GateTable.Row, _ claim: MailClaim) async throws {
        switch obstacle.state {
        case .open: break
        case .closed(let until, let reason):
            if obstacle.gate.isAboutAccount, let until {
                try await settle(claim, .accountWaits(until: until, reason: "\(reason), until \(until)"))
            } else {
                try await settle(claim, .returned(after: .zero, reason: reason, as: .released))
            }
            note(.followupWaits, claim, ["gate": obstacle.gate.rawValue, "until": until?.rfc3339 ?? "told"])
        case .over(let reason):
            try await settle(claim, .over(reason: reason))
            note(.followupCancelled, claim, ["reason": reason])
        case .forPerson(let reason):
            try await settle(claim, .capped(reason: reason))
            note(.followupCapped, claim, ["reason": reason])
            parts.ready.poke(claim.account)
        case .alarm(let reason):
            try await parts.store.instance.stopSending(reason: reason)
            try await settle(claim, .returned(after: .zero, reason: reason, as: .released))
            note(.sendingStopped, claim, ["reason": reason, "do": "mosaic accounts resume-sending"])
        }
        parts.notices.changed(claim.conversation)
    }

    /// The mail as it is sent on every try: rendered once, then kept.
    private func rendered(_ claim: MailClaim, _ account: SendingAccount) async throws -> OutgoingMail? {
        if let kept = claim.rendered { return account.outgoing(kept, to: claim.recipient) }
        let mail = account.compose(claim, mint: parts.mint, now: parts.clock.now)
        let isKept = try await parts.store.outbox.keep(
            RenderedMail(messageID: mail.messageID, bytes: mail.bytes), for: claim)
        return isKept ? mail : nil
    }

    private func fileAsDraft(_ claim: MailClaim) async throws {
        try await settle(claim, .drafted)
        note(.followupDrafted, claim, [:])
        parts.notices.changed(claim.conversation)
        parts.ready.poke(claim.account)
    }

    private func giveBack(_ claim: MailClaim, after pause: Duration, reason: String) async {
        // A task of its own: shutting down must not keep the row from being given back. If this fails, the lease ends.
        await Task {
            try? await withDeadline(.seconds(3), for: "giving a mail back") {
                try await settle(claim, .returned(after: pause, reason: reason, as: .released))
            }
        }.value
        note(.followupGivenBack, claim, ["reason": reason])
        parts.notices.changed(claim.conversation)
    }

    func settle(_ claim: MailClaim, _ outcome: MailOutcome) async throws {
        try await parts.store.outbox.settle([MailSettlement(claim, outcome)])
    }

    // MARK: The dot

    private func transmit(
        _ mail: OutgoingMail, _ claim: MailClaim, _ mailer: any Mailer, _ ready: ReadyAccount
    ) async {
        note(.followupSending, claim, ["message_id": mail.messageID])
        let outcome = await mailer.send(mail) { await permitDot(for: claim, under: ready.rights) }
        Failpoint.sendAfterDot.pass()
        await OutcomeWriting(sender: self, claim: claim, outcome: outcome).run()
        parts.notices.sent(from: claim.account)
        parts.notices.changed(claim.conversation)
        parts.ready.poke(claim.account)
    }

    private func permitDot(for claim: MailClaim, under rights: AccountRights) async -> SendPermission {
        Failpoint.sendBeforeInDoubt.pass()
        let asked = parts.clock.now
        do {
            let permission = try await parts.store.outbox.permitDot(
                for: claim, policy: parts.sendPolicy, under: rights)
            if case .withheld(let reason) = permission {
                note(.followupStoppedAtTheDot, claim, ["reason": reason])
                return permission
            }
            Failpoint.sendInDoubt.pass()
            return .granted { lapse(of: asked, claim) }
        } catch {
            // Whether the commit was written is unknown, but no dot goes out, and the row may only say "in doubt".
            note(.followupDotNotPermitted, claim, ["error": "\(error)"])
            return .withheld("the database did not answer: \(error)")
        }
    }

    /// Why a permission asked for at `asked` does not hold any more. A clock that was set back tells nothing about its age.
    private func lapse(of asked: Timestamp, _ claim: MailClaim) -> String? {
        let age = parts.clock.now - asked
        if age >= .zero && age <= Self.permissionLimit { return nil }
        note(.followupPermissionLapsed, claim, ["age": age, "do": "trying again"])
        return "the permission was \(age) old"
    }

    func note(
        _ event: Event, _ claim: MailClaim, _ facts: KeyValuePairs<String, any CustomStringConvertible>
    ) {
        var metadata: Logger.Metadata = [
            "protocol": "SMTP", "thread": "\(claim.conversation)", "stage": "\(claim.step)", "to": "\(claim.recipient)",
            "account": "\(accounts[claim.account]?.settings.address.text ?? "?")",
        ]
        for (key, value) in facts { metadata[key] = .string(value.description) }
        parts.log.event(event, metadata: metadata)
    }
}
