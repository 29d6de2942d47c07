import Correspondence
import Testing
import Timing

@testable import Outreach

@Suite struct PacingTests {
    private let draws = Draws(key: DrawKey(low: 1, high: 2))
    private let account = AccountID(rawValue: 3)

    @Test func gapsAreDrawnOnceForEachMail() {
        let pacing = Pacing()
        let waits = (0..<500).map { pacing.wait(afterMail: $0, of: account, mailsInARow: 1, draws: draws) }
        #expect(waits.allSatisfy { (.seconds(60)...(.seconds(120))).contains($0) })
        #expect(Set(waits).count > 400)
        #expect(waits == (0..<500).map { pacing.wait(afterMail: $0, of: account, mailsInARow: 7, draws: draws) })
    }

    @Test(arguments: [(19, false), (20, true), (21, true)])
    func aPauseFollowsSeveralMails(mailsInARow: Int, isPause: Bool) {
        let wait = Pacing().wait(afterMail: 9, of: account, mailsInARow: mailsInARow, draws: draws)
        #expect((wait >= .seconds(300)) == isPause)
        #expect(wait <= .seconds(480))
    }

    @Test func withoutPausesOnlyGapsAreMade() {
        let wait = Pacing(mailsBeforePause: nil).wait(afterMail: 9, of: account, mailsInARow: 1_000, draws: draws)
        #expect(wait <= .seconds(120))
    }

    @Test func aPauseIsNeverShorterThanAGap() {
        let pacing = Pacing(
            gap: .seconds(600)...(.seconds(700)), mailsBeforePause: 0, pause: .seconds(1)...(.seconds(2)))
        #expect(pacing.pause == .seconds(600)...(.seconds(700)))
        #expect(pacing.mailsBeforePause == 1)
    }

    @Test(
        arguments: [
            ([], 0), ([0], 1), ([0, 100, 200], 3), ([0, 100, 400, 500], 2), ([0, 100, 399], 3), ([0, 300], 1),
        ] as [([Int64], Int)])
    func anyLongRestBeginsTheRowAnew(seconds: [Int64], count: Int) {
        #expect(Pacing().mailsInARow(seconds.map { Timestamp(secondsSince1970: $0) }) == count)
    }

    /// A day of mail: gaps as promised, and a pause after each twenty.
    @Test func aDayIsPacedThroughout() {
        let pacing = Pacing()
        var mails = [Timestamp.epoch]
        for mail in 1...300 {
            let row = pacing.mailsInARow(mails)
            #expect(row <= 20)
            mails.append(
                mails[mail - 1] + pacing.wait(afterMail: Int64(mail), of: account, mailsInARow: row, draws: draws))
        }
        let gaps = zip(mails, mails.dropFirst()).map { $1 - $0 }
        #expect(gaps.count { $0 >= .seconds(300) } == 15)
        #expect(gaps.enumerated().allSatisfy { ($0.offset % 20 == 19) == ($0.element >= .seconds(300)) })
    }
}
