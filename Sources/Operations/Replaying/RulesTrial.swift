package import Classification
package import ContactDetection
import Correspondence
package import Settings
package import Storage
package import Text

/// The effect of additional phrases before they are used: past replies are decided with and without them. Changes
/// nothing.
package struct RulesTrial: Sendable {
    /// Messages that were decided both ways.
    package let count: Int
    /// Messages with different results: without the phrases before, with them after.
    package let flips: [HistoryReplay.Flip]
    /// Corrections judged right without the phrases, and with them; nil where there are none.
    package let corrections: (all: Int, before: Int, after: Int)?

    /// Whether a mail would go out that does not go without the phrases.
    package var wouldSend: Bool { flips.contains(where: \.wouldSend) }

    package static func of(
        _ own: RulesClassifier, against shipped: RulesClassifier, in store: Store, detector: ContactDetector,
        settings: MosaicSettings
    ) async throws -> RulesTrial {
        let before = try await HistoryReplay(store, detector: detector, classifier: shipped, settings: settings).run()
        let after = try await HistoryReplay(store, detector: detector, classifier: own, settings: settings).run()
        let list = try await CorrectionList(of: store)
        var corrections: (all: Int, before: Int, after: Int)?
        if !list.corrections.isEmpty {
            let cases = try list.cases
            func right(_ classifier: RulesClassifier) async throws -> Int {
                try await Replay(detector: detector, classifier: classifier).results(of: cases).count(where: \.isRight)
            }
            corrections = (cases.count, try await right(shipped), try await right(own))
        }
        return RulesTrial(
            count: after.count, flips: differences(before.flips, after.flips), corrections: corrections)
    }

    /// Of messages on which today's rules differ from the past, with the phrases or without, those on which both differ.
    static func differences(_ before: [HistoryReplay.Flip], _ after: [HistoryReplay.Flip]) -> [HistoryReplay.Flip] {
        let without = Dictionary(before.map { ($0.message, $0) }) { first, _ in first }
        let with = Dictionary(after.map { ($0.message, $0) }) { first, _ in first }
        return Set(without.keys).union(with.keys).sorted { $0.rawValue < $1.rawValue }.compactMap { message in
            guard let any = with[message] ?? without[message] else { return nil }
            // A message in neither list has its stored result.
            let old = without[message]?.after ?? any.before
            let new = with[message]?.after ?? any.before
            guard old != new else { return nil }
            return HistoryReplay.Flip(
                conversation: any.conversation, message: message, contact: any.contact, before: old, after: new,
                intentBefore: without[message]?.intentAfter ?? any.intentBefore,
                intentAfter: with[message]?.intentAfter ?? any.intentBefore, ownText: any.ownText)
        }
    }
}

extension RulesTrial: JSONConvertible {
    package var json: JSON {
        let corrected: JSON? = corrections.map {
            ["all": $0.all, "right_before": $0.before, "right_after": $0.after]
        }
        return ["decided_again": count, "flips": flips, "would_send": wouldSend, "corrections": corrected]
    }
}
