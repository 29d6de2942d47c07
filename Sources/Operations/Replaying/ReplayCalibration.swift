import Correspondence
import Understanding

/// The confidence of verdicts compared with how often they were right, by tenths.
package struct ReplayCalibration: Sendable, Hashable {
    package struct Tenth: Sendable, Hashable {
        /// 0 to 9: confidence from 0.0 to below 0.1, and so on; 1.0 belongs to the last.
        package let tenth: Int
        package fileprivate(set) var count = 0
        package fileprivate(set) var right = 0
    }

    /// Those that occur, least confident first.
    package let tenths: [Tenth]

    init(_ results: [ReplayResult]) {
        var all = (0..<10).map { Tenth(tenth: $0) }
        for result in results {
            let tenth = max(0, min(9, Int(10 * result.judged.verdict.confidence)))
            all[tenth].count += 1
            if result.isRight { all[tenth].right += 1 }
        }
        tenths = all.filter { $0.count > 0 }
    }
}
