import Text

/// One line of a check-up: what was looked at, what is so, and what to do about it.
struct Finding: Sendable, Hashable {
    enum Verdict: String, Sendable, CaseIterable {
        case ok
        /// It works, but not as it should.
        case warning
        case failed
    }

    let verdict: Verdict
    let name: String
    let fact: String
    let advice: String?

    static func ok(_ name: String, _ fact: String) -> Finding {
        Finding(verdict: .ok, name: name, fact: fact, advice: nil)
    }

    static func warning(_ name: String, _ fact: String, do advice: String? = nil) -> Finding {
        Finding(verdict: .warning, name: name, fact: fact, advice: advice)
    }

    static func failed(_ name: String, _ fact: String, do advice: String? = nil) -> Finding {
        Finding(verdict: .failed, name: name, fact: fact, advice: advice)
    }
}

extension Finding: JSONConvertible {
    var json: JSON { ["name": name, "verdict": verdict.rawValue, "fact": fact, "do": advice] }
}

extension [Finding] {
    var areGood: Bool { !contains { $0.verdict == .failed } }

    var json: JSON { ["ok": areGood, "checks": map(\.json).json] }

    func report(_ terminal: Terminal) -> String {
        let width = map(\.name.count).max() ?? 0
        let indent = String(repeating: " ", count: width + 4)
        let lines = map { finding in
            let name = finding.name + String(repeating: " ", count: width - finding.name.count)
            let line = "\(finding.verdict.mark(terminal)) \(name)  \(finding.fact.shownOnOneLine(limit: 500))"
            return finding.advice.map { "\(line)\n\(indent)\(terminal.bold("→")) \($0)" } ?? line
        }
        return (lines + ["", summary(terminal)]).joined(separator: "\n")
    }

    private func summary(_ terminal: Terminal) -> String {
        let failures = count { $0.verdict == .failed }
        let warnings = count { $0.verdict == .warning }
        let noted = warnings == 0 ? "" : " \(warnings) of \(count) could be better (!)."
        if failures == 0 { return terminal.green("Everything required works.") + noted }
        return terminal.red("\(failures) of \(count) must be fixed (✗).") + noted
    }
}

extension Finding.Verdict {
    fileprivate func mark(_ terminal: Terminal) -> String {
        switch self {
        case .ok: terminal.green("✓")
        case .warning: terminal.yellow("!")
        case .failed: terminal.red("✗")
        }
    }
}
