import Correspondence
import Delivery
import Settings
import Storage
import Timing

/// A claimed mail with the bytes that every try of it sends.
struct ReadyMail: Sendable {
    let claim: MailClaim
    let mail: OutgoingMail
}

extension MailSender {
    /// The greatest age of the look at the mailboxes when a later mail begins.
    private static let fenceSpan = Duration.seconds(5)
    /// How long after a window began another mail of it may begin: each keeps its claim until its own final dot.
    private static let windowSpan = Duration.seconds(60)

    /// Mails of one account, sent one after another. A single look at its mailboxes serves all of them, because it begins when all are
    /// claimed. The first mail that does not leave ends the window: the rest are given back, and claimed again under the facts of
    /// that time.
    func send(_ claims: [MailClaim]) async {
        var ready: [ReadyMail] = []
        for claim in claims {
            if let mail = await composed(claim) { ready.append(mail) }
        }
        ready = await kept(ready)
        for draft in ready where draft.claim.isDraft {
            await orGiveBack(draft.claim) { try await fileAsDraft(draft.claim) }
        }
        let mails = ready.filter { !$0.claim.isDraft }
        guard let account = mails.first?.claim.account else { return }
        let rest = await leave(mails, account)
        await giveBack(
            rest.map(\.claim), after: .zero, reason: Task.isCancelled ? "shut down" : "a mail before it did not leave")
        // Copies may have to be filed.
        parts.ready.poke(account, .sent)
    }

    /// - Returns: the mails that were not begun.
    private func leave(_ mails: [ReadyMail], _ account: AccountID) async -> ArraySlice<ReadyMail> {
        var rest = mails[...]
        let begun = parts.clock.now
        var fenced: Timestamp?
        while let next = rest.first, !Task.isCancelled, isWithin(Self.windowSpan, of: begun),
            let ready = parts.ready[account], let mailer = accounts[account]?.mailer
        {
            if !isWithin(Self.fenceSpan, of: fenced) {
                fenced = parts.clock.now
                guard await fence(rest.map(\.claim), ready) else { return [] }
            }
            rest.removeFirst()
            Failpoint.sendFenced.pass()
            guard await transmit(next, mailer, ready) else {
                // A message may have to be flagged for a person.
                parts.ready.poke(account, .inbox)
                break
            }
        }
        return rest
    }

    /// After a clock was set back, ages are unknown.
    private func isWithin(_ span: Duration, of instant: Timestamp?) -> Bool {
        guard let age = instant.map({ parts.clock.now - $0 }) else { return false }
        return age >= .zero && age <= span
    }

    /// Reads Inbox and Sent to their ends; if that fails, these mails are given back.
    private func fence(_ claims: [MailClaim], _ ready: ReadyAccount) async -> Bool {
        do {
            do { try await ready.sync(within: Self.fenceLimit) } catch {
                // Another process has taken over the account, or this one is ending: the account is not at fault.
                guard !Task.isCancelled, !(error is LeaseLost), !(error is CancellationError) else { throw error }
                try await fenceFailed(claims, error)
                return false
            }
            return true
        } catch {
            await giveBack(claims, after: error)
            return false
        }
    }

    // MARK: Before the fence

    /// Nil when it is not to be sent now; its row then says so.
    private func composed(_ claim: MailClaim) async -> ReadyMail? {
        var ready: ReadyMail?
        await orGiveBack(claim) { ready = try await compose(claim) }
        return ready
    }

    private func compose(_ claim: MailClaim) async throws -> ReadyMail? {
        guard let account = accounts[claim.account], parts.ready[claim.account] != nil else {
            try await settle(
                claim, .returned(after: .seconds(5), reason: "the account is not at hand", as: .released))
            return nil
        }
        if let obstacle = claim.obstacle {
            try await heed(obstacle, claim)
            return nil
        }
        Failpoint.sendClaimed.pass()
        parts.notices.sendingBegan(claim.id)
        guard claim.isDraft || account.mailer != nil else {
            try await settle(
                claim, .returned(after: .seconds(60), reason: "the account has no way out", as: .released))
            return nil
        }
        return try await rendered(claim, account).map { ReadyMail(claim: claim, mail: $0) }
    }

    /// The mails whose bytes are now in the database.
    private func kept(_ mails: [ReadyMail]) async -> [ReadyMail] {
        let fresh = mails.filter { $0.claim.rendered == nil }
        let answers = await writing.keep(
            fresh.map { KeptMail(RenderedMail(messageID: $0.mail.messageID, bytes: $0.mail.bytes), for: $0.claim) })
        var void: Set<MailID> = []
        for (mail, answer) in zip(fresh, answers) {
            switch answer {
            case .success(true): continue
            case .success(false): break
            case .failure(let error): await giveBack([mail.claim], after: error)
            }
            void.insert(mail.claim.id)
        }
        let kept = mails.filter { !void.contains($0.claim.id) }
        for _ in kept { Failpoint.sendRendered.pass() }
        return kept
    }

    private func orGiveBack(_ claim: MailClaim, _ work: () async throws -> Void) async {
        do { try await work() } catch { await giveBack([claim], after: error) }
    }

    private func giveBack(_ claims: [MailClaim], after error: any Error) async {
        let isEnding = Task.isCancelled
        await giveBack(
            claims, after: isEnding ? .zero : .seconds(5), reason: isEnding ? "shut down" : "\(error)")
    }
}
