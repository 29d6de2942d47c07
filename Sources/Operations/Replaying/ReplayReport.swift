package import Correspondence
package import Text
import Understanding

/// A score together with its judge, as shown.
package struct ReplayReport: Sendable {
    package let score: ReplayScore
    package let contacts: ContactScore
    /// The name of the judge.
    package let classifier: String

    package init(_ score: ReplayScore, classifier: String) {
        self.score = score
        self.classifier = classifier
        contacts = ContactScore(score.results)
    }

    /// Labels that occur at all, in the order of the enumeration.
    package var labels: [Intent] { Intent.allCases.filter { score.expected($0) + score.predicted($0) > 0 } }
}

extension ReplayReport: JSONConvertible {
    package var json: JSON {
        [
            "classifier": classifier, "total": score.results.count,
            "correct": score.results.count - score.differing.count, "accuracy": score.accuracy,
            "labels": JSON.object(labels.map { .init(key: $0.rawValue, value: label($0)) }),
            "confusion": JSON.object(labels.map { .init(key: $0.rawValue, value: confusionRow($0)) }),
            "languages": JSON.object(
                score.languages.map { .init(key: $0.name, value: ["count": $0.count, "accuracy": $0.accuracy]) }),
            "calibration": JSON.array(
                score.calibration.tenths.map {
                    ["confidence_from": Double($0.tenth) / 10, "count": $0.count, "right": $0.right] as JSON
                }),
            "contacts": [
                "expected": contacts.expected, "found": contacts.found, "correct": contacts.right,
                "unresolved": contacts.unresolved, "wrong_countries": contacts.wrongCountries,
                "precision": contacts.precision, "recall": contacts.recall,
            ] as JSON,
            "harmful": score.harmful.map(\.json), "lost": score.lost.map(\.json),
            "hasty": score.hasty.map(\.json),
            "ended": ["count": score.ended.count, "right": score.rightlyEnded.count] as JSON,
            "agreed": ["count": score.expected(.interested), "answered": score.answered.count] as JSON,
            "differing": score.differing.map(\.json),
        ]
    }

    private func label(_ label: Intent) -> JSON {
        ["count": score.expected(label), "precision": score.precision(label), "recall": score.recall(label)]
    }

    private func confusionRow(_ expected: Intent) -> JSON {
        .object(labels.map { .init(key: $0.rawValue, value: score.count(expected, as: $0).json) })
    }
}

extension ReplayResult: JSONConvertible {
    package var json: JSON {
        [
            "id": replayed.id, "lang": replayed.language, "expected": replayed.intent, "intent": judged.verdict.intent,
            "decision": judged.decision.name, "source": judged.verdict.source.description,
            "evidence": judged.verdict.evidence, "explanation": judged.verdict.explanation, "own_text": ownText,
        ]
    }
}
