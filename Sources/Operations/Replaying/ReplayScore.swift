package import Correspondence
package import Understanding

/// One case and its result.
package struct ReplayResult: Sendable {
    package let replayed: ReplayCase
    package let judged: JudgedReply
    package let ownText: String

    package init(replayed: ReplayCase, judged: JudgedReply, ownText: String) {
        self.replayed = replayed
        self.judged = judged
        self.ownText = ownText
    }

    package var isRight: Bool { judged.verdict.intent == replayed.intent }

    /// A mail would have gone to somebody who refused, opted out, or is a machine: the harmful error.
    package var isHarmful: Bool {
        guard judged.decision == .startSequence else { return false }
        switch replayed.intent {
        case .notInterested, .unsubscribe, .autoReply, .bounce: return true
        case .interested, .clarification, .contactProvided: return false
        }
    }
}

extension ReplayResult {
    /// A mail would have gone to somebody who asked, put off, set a condition or gave a contact: nobody said yes.
    var isHasty: Bool {
        guard judged.decision == .startSequence else { return false }
        return replayed.intent == .clarification || replayed.intent == .contactProvided
    }

    /// The conversation would have ended without a person seeing it.
    var endsUnseen: Bool {
        switch judged.decision {
        case .complete, .optOut, .suppressBounced, .ignore: true
        case .startSequence, .handOff, .hold: false
        }
    }

    /// The conversation of somebody who did not refuse would have ended without a person seeing it.
    package var isLost: Bool {
        switch replayed.intent {
        case .notInterested, .unsubscribe, .autoReply, .bounce: false
        case .interested, .clarification, .contactProvided: endsUnseen
        }
    }
}

/// The performance of a classifier on a set of cases.
package struct ReplayScore: Sendable {
    package let results: [ReplayResult]

    package init(results: [ReplayResult]) {
        self.results = results
    }

    /// The share of right results; 0 without any result.
    package var accuracy: Double { Self.share(results.count { $0.isRight }, of: results.count) ?? 0 }
    package var harmful: [ReplayResult] { results.filter(\.isHarmful) }
    /// Mails to people who had not said yes yet; ``harmful`` counts those who had refused.
    package var hasty: [ReplayResult] { results.filter(\.isHasty) }
    package var ended: [ReplayResult] { results.filter(\.endsUnseen) }
    /// The share of conversations ended without a person that were right to end.
    package var rightlyEnded: [ReplayResult] { ended.filter { !$0.isLost } }
    /// The share of those who agreed that were answered.
    package var answered: [ReplayResult] {
        results.filter { $0.replayed.intent == .interested && $0.judged.decision == .startSequence }
    }
    package var lost: [ReplayResult] { results.filter(\.isLost) }
    package var calibration: ReplayCalibration { ReplayCalibration(results) }
    package var differing: [ReplayResult] { results.filter { !$0.isRight } }

    /// How often a case of the first label got the second.
    package func count(_ expected: Intent, as predicted: Intent) -> Int {
        results.count { $0.replayed.intent == expected && $0.judged.verdict.intent == predicted }
    }

    package func expected(_ label: Intent) -> Int { results.count { $0.replayed.intent == label } }
    package func predicted(_ label: Intent) -> Int { results.count { $0.judged.verdict.intent == label } }

    /// The precision of the label: the share of those given it that have it; nil when none were given it.
    package func precision(_ label: Intent) -> Double? { Self.share(count(label, as: label), of: predicted(label)) }
    /// The recall of the label: the share of those that have it that were given it; nil when none have it.
    package func recall(_ label: Intent) -> Double? { Self.share(count(label, as: label), of: expected(label)) }

    /// Languages in order, with their cases and right results.
    package var languages: [(name: String, count: Int, accuracy: Double)] {
        let groups = Dictionary(grouping: results.filter { $0.replayed.language != nil }) { $0.replayed.language ?? "" }
        return groups.keys.sorted().map { name in
            let group = groups[name] ?? []
            return (name, group.count, Self.share(group.count { $0.isRight }, of: group.count) ?? 0)
        }
    }

    static func share(_ part: Int, of whole: Int) -> Double? {
        whole == 0 ? nil : Double(part) / Double(whole)
    }
}
