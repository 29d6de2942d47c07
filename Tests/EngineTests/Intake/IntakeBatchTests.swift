import Correspondence
import IMAP
import Testing
import Timing

@testable import Engine
@testable import Storage

@Suite struct IntakeBatchTests {
    private func cursor(attempts: Int, at uid: UInt32?) -> MailboxCursor {
        MailboxCursor(
            account: AccountID(rawValue: 1), role: .inbox, mailbox: "INBOX", uidValidity: 1, lastUID: 0,
            attemptedUID: uid, attempts: attempts, readUntil: .epoch, armedAt: .epoch)
    }

    private let uids = (1...7).compactMap { UID(rawValue: $0) }

    private func summary(_ cursor: MailboxCursor?) -> [String] {
        IntakeBatch.batches(of: uids, size: 3, after: cursor).map { batch in
            "\(batch.care) " + batch.uids.map { "\($0.rawValue)" }.joined(separator: " ")
        }
    }

    @Test func manyAtATime() {
        let whole = ["whole 1 2 3", "whole 4 5 6", "whole 7"]
        #expect(summary(nil) == whole)
        #expect(summary(cursor(attempts: 0, at: nil)) == whole)
        #expect(IntakeBatch.batches(of: [], size: 3, after: cursor(attempts: 2, at: 1)).isEmpty)
    }

    @Test(arguments: [
        (1, "whole"), (2, "whole"), (3, "glance"), (5, "glance"), (6, "unread"), (100, "unread"),
    ])
    func oneByOneAfterAnAttemptThatDidNotEnd(attempts: Int, care: String) {
        #expect(
            summary(cursor(attempts: attempts, at: 1))
                == ["\(care) 1", "whole 2", "whole 3", "whole 4 5 6", "whole 7"])
    }

    /// What was tried is gone from the mailbox: the next message has done nothing yet.
    @Test func anAttemptCountsForItsMessageOnly() {
        #expect(summary(cursor(attempts: 9, at: 8)).first == "whole 1")
    }

    @Test func whereTheServerFailedEachIsAloneUpToThere() {
        let suspects = Set([UID(rawValue: 3)].compactMap(\.self))
        let batches = IntakeBatch.batches(of: uids, size: 3, after: cursor(attempts: 0, at: nil), suspects: suspects)
        #expect(batches.map { $0.uids.map(\.rawValue) } == [[1], [2], [3], [4, 5, 6], [7]])
        #expect(batches.allSatisfy { $0.care == .whole })
    }
}
