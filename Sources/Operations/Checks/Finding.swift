package import Text

/// One line of a check-up: the thing checked, the result, and what to do about it.
package struct Finding: Sendable, Hashable {
    package enum Verdict: String, Sendable, CaseIterable {
        case ok
        /// It works, but not as it should.
        case warning
        case failed
    }

    package let verdict: Verdict
    package let name: String
    package let fact: String
    /// The remedy, as a sentence.
    package let advice: String?

    package static func ok(_ name: String, _ fact: String) -> Finding {
        Finding(verdict: .ok, name: name, fact: fact, advice: nil)
    }

    package static func warning(_ name: String, _ fact: String, do advice: String? = nil) -> Finding {
        Finding(verdict: .warning, name: name, fact: fact, advice: advice)
    }

    package static func failed(_ name: String, _ fact: String, do advice: String? = nil) -> Finding {
        Finding(verdict: .failed, name: name, fact: fact, advice: advice)
    }
}

extension Finding: JSONConvertible {
    package var json: JSON { ["name": name, "verdict": verdict.rawValue, "fact": fact, "do": advice] }
}

extension [Finding] {
    /// Whether nothing has to be repaired.
    package var areGood: Bool { !contains { $0.verdict == .failed } }

    package var json: JSON { ["ok": areGood, "checks": map(\.json).json] }
}
