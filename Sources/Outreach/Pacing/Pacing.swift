package import Correspondence
package import Timing

/// The spacing of an account's mails: a gap after each, and a longer pause after several.
package struct Pacing: Hashable, Sendable {
    /// After each mail.
    package let gap: ClosedRange<Duration>
    /// The number of mails before a pause; nil for never.
    package let mailsBeforePause: Int?
    package let pause: ClosedRange<Duration>

    /// A pause is never shorter than a gap; fewer than one mail before it counts as one.
    package init(
        gap: ClosedRange<Duration> = .seconds(60)...(.seconds(120)), mailsBeforePause: Int? = 20,
        pause: ClosedRange<Duration> = .seconds(300)...(.seconds(480))
    ) {
        self.gap = gap
        self.mailsBeforePause = mailsBeforePause.map { max(1, $0) }
        self.pause = max(pause.lowerBound, gap.lowerBound)...max(pause.upperBound, gap.upperBound)
    }

    /// The wait after a mail before the account's next: drawn once for each mail, so every call returns the same.
    ///
    /// - Parameters:
    ///   - mail: the key of the mail that left.
    ///   - mailsInARow: as `mailsInARow` counts them, this mail included.
    package func wait(afterMail mail: Int64, of account: AccountID, mailsInARow: Int, draws: Draws) -> Duration {
        if let mailsBeforePause, mailsInARow >= mailsBeforePause {
            return draws.draw(.pause, account.rawValue, mail).duration(in: pause)
        }
        return draws.draw(.gap, account.rawValue, mail).duration(in: gap)
    }

    /// The same after the last of `mails`, instants of the account's mails, oldest first.
    package func wait(afterMail mail: Int64, of account: AccountID, mails: [Timestamp], draws: Draws) -> Duration {
        let mailsInARow = mailsBeforePause == nil ? 0 : mailsInARow(mails)
        return wait(afterMail: mail, of: account, mailsInARow: mailsInARow, draws: draws)
    }

    /// Mails since the last rest that was at least as long as a pause; whatever caused the rest, it replaces a pause.
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
