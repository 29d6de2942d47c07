import Classification
import Correspondence

/// The input is the own text of a reply.
enum RulesFuzzing {
    // The shipped rules are known to be readable.
    private static let classifier = try! RulesClassifier()

    static func run(_ input: [UInt8]) {
        let text = String(decoding: input, as: UTF8.self)
        let reading = classifier.read(ClassificationRequest(ownText: text))
        let verdict = reading.verdict
        promise((0...1).contains(verdict.confidence), "confidence \(verdict.confidence)")
        promise((0...1).contains(reading.known), "known \(reading.known)")
        promise(!verdict.maySend || verdict.intent == .interested, "only interest sends")
        if let evidence = verdict.evidence { promise(text.utf8.contains(evidence.utf8), "evidence stands in the text") }
    }
}

extension Collection<UInt8> {
    /// Whether `other` occurs byte by byte.
    fileprivate func contains(_ other: some Collection<UInt8>) -> Bool {
        guard let first = other.first else { return true }
        return indices.contains { self[$0] == first && self[$0...].starts(with: other) }
    }
}
