package import Correspondence
package import Timing

/// How an account's mails follow each other: a gap after each, and a longer pause after several.
package struct Pacing: Hashable, Sendable {
    /// After each mail.
    package let gap: ClosedRange<Duration>
    /// Mails after which a pause is made; nil for never.
    package let mailsBeforePause: Int?
    package let pause: ClosedRange<Duration>

    /// A pause is never shorter than a gap; fewer than one mail before it is taken as one.
    package init(
        gap: ClosedRange<Duration> = .seconds(60)...(.seconds(120)), mailsBeforePause: Int? = 20,
        pause: ClosedRange<Duration> = .seconds(300)...(.seconds(480))
    ) {
        self.gap = gap
        self.mailsBeforePause = mailsBeforePause.map { max(1, $0) }
        self.pause = max(pause.lowerBound, gap.lowerBound)...max(pause.upperBound, gap.upperBound)
    }

    /// The time to let pass after a mail before the next of the same account: drawn once for each mail, and the same
    /// whenever it is asked for.
    ///
    /// - Parameters:
    ///   - mail: the key of the mail that left.
    ///   - mailsInARow: as `mailsInARow` counts them, this one included.
    package func wait(afterMail mail: Int64, of account: AccountID, mailsInARow: Int, draws: Draws) -> Duration {
        if let mailsBeforePause, mailsInARow >= mailsBeforePause {
            return draws.draw(.pause, account.rawValue, mail).duration(in: pause)
        }
        return draws.draw(.gap, account.rawValue, mail).duration(in: gap)
    }

    /// The same for the last of `mails`, instants of the account's mails, oldest first.
    package func wait(afterMail mail: Int64, of account: AccountID, mails: [Timestamp], draws: Draws) -> Duration {
        let mailsInARow = mailsBeforePause == nil ? 0 : mailsInARow(mails)
        return wait(afterMail: mail, of: account, mailsInARow: mailsInARow, draws: draws)
    }

    /// Mails since the last rest that was at least as long as a pause; whatever caused it, a pause need not follow
    /// soon.
    ///
    /// - Parameter mails: instants of the account's mails, oldest first.
    func mailsInARow(_ mails: [Timestamp]) -> Int {
        var count = 0
        var next: Timestamp?
        for mail in mails.reversed() {
            if let next, next - mail >= pause.lowerBound { break }
            count += 1
            next = mail
        }
        return count
    }
}
