package import Classification
package import ContactDetection
package import Timing
import Understanding

/// Judges many replies with known answers, as `mosaic run` would judge them.
package struct Replay: Sendable {
    private let understanding: ReplyUnderstanding
    private let examination: ReplyExamination
    private let region: String?
    private let clock: any WallClock

    /// - Parameter region: ISO 3166 code for numbers without a country, in cases that name none.
    package init(
        detector: ContactDetector, classifier: any IntentClassifier, region: String? = nil,
        clock: any WallClock = SystemWallClock()
    ) {
        self.region = region
        understanding = ReplyUnderstanding(detector: detector)
        examination = ReplyExamination(understanding, classifier: classifier)
        self.clock = clock
    }

    /// The number of cases judged at once: a model answers slowly, and limits how often it is asked.
    private static let width = 8

    /// The results in the order of the cases.
    ///
    /// - Throws: an ``OperationFailure`` that names the case that cannot be read.
    package func results(of cases: [ReplayCase]) async throws -> [ReplayResult] {
        try await withThrowingTaskGroup(of: (place: Int, result: ReplayResult).self) { group in
            var results = [ReplayResult?](repeating: nil, count: cases.count)
            for (place, replayed) in cases.enumerated() {
                if place >= Self.width, let done = try await group.next() { results[done.place] = done.result }
                group.addTask { (place, try await result(of: replayed)) }
            }
            for try await done in group { results[done.place] = done.result }
            return results.compactMap(\.self)
        }
    }

    private func result(of replayed: ReplayCase) async throws -> ReplayResult {
        do {
            let reply = try understanding.understand(
                replayed.input, receivedAt: clock.now, region: replayed.region ?? region,
                sent: understanding.words(of: replayed.sent))
            return ReplayResult(
                replayed: replayed, judged: await examination.judge(reply), ownText: reply.ownText)
        } catch {
            throw OperationFailure(.unusable, "Case \(replayed.id) cannot be read: \(error)")
        }
    }
}
