import Correspondence
import IMAP
import Testing
import Timing

@testable import Engine
@testable import Storage

@Suite struct IntakeBatchTests {
    private let uids = (1...7).compactMap { UID(rawValue: $0) }

    private func summary(_ tries: IntakeTries) -> [String] {
        IntakeBatch.batches(of: uids, size: 3, after: tries).map { batch in
            "\(batch.care) " + batch.uids.map { "\($0.rawValue)" }.joined(separator: " ")
        }
    }

    @Test func manyAtATime() {
        let whole = ["whole 1 2 3", "whole 4 5 6", "whole 7"]
        #expect(summary(.none) == whole)
        #expect(summary(IntakeTries(uid: nil, attempts: 0)) == whole)
        #expect(IntakeBatch.batches(of: [], size: 3, after: IntakeTries(uid: 1, attempts: 2)).isEmpty)
    }

    @Test(arguments: [
        (1, "whole"), (2, "whole"), (3, "glance"), (5, "glance"), (6, "unread"), (100, "unread"),
    ])
    func oneByOneAfterAnAttemptThatDidNotEnd(attempts: Int, care: String) {
        #expect(
            summary(IntakeTries(uid: 1, attempts: attempts))
                == ["\(care) 1", "whole 2", "whole 3", "whole 4 5 6", "whole 7"])
    }

    /// What was tried is gone from the mailbox: the next message has done nothing yet.
    @Test func anAttemptCountsForItsMessageOnly() {
        #expect(summary(IntakeTries(uid: 8, attempts: 9)).first == "whole 1")
    }

    @Test func whereTheServerFailedEachIsAloneUpToThere() {
        let suspects = Set([UID(rawValue: 3)].compactMap(\.self))
        let batches = IntakeBatch.batches(of: uids, size: 3, after: .none, suspects: suspects)
        #expect(batches.map { $0.uids.map(\.rawValue) } == [[1], [2], [3], [4, 5, 6], [7]])
        #expect(batches.allSatisfy { $0.care == .whole })
    }
}
