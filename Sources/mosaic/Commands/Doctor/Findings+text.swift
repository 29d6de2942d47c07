import Operations

extension [Finding] {
    /// One line for each finding, with the advice below it.
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
