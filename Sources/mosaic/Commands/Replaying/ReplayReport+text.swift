import Correspondence
import Operations
import Understanding

extension ReplayReport {
    /// The whole report for a terminal.
    func text(_ terminal: Terminal) -> String {
        var parts = [summary(terminal), confusion, byLabel, bySureness]
        if !score.languages.isEmpty { parts.append(byLanguage) }
        if contacts.expected + contacts.found > 0 { parts.append(contactLine(terminal)) }
        if !score.differing.isEmpty { parts.append("\(terminal.bold("Differing"))\n\(differing(terminal))") }
        return parts.joined(separator: "\n\n")
    }

    private func summary(_ terminal: Terminal) -> String {
        let right = score.results.count - score.differing.count
        let harmful = score.harmful.count
        let line =
            "Accuracy \(score.accuracy.percent): \(right) of \(score.results.count) right, judged by \(classifier)."
        let lost = score.lost.count
        let ended = score.ended.count
        let hasty = score.hasty.count
        let agreed = score.expected(.interested)
        return [
            line,
            "\(score.rightlyEnded.count) of \(ended) conversations ended without a person were right to end.",
            "\(score.answered.count) of \(agreed) who agreed would have been answered.",
            hasty == 0
                ? terminal.green("No mail to anybody who had only asked, put it off, or given a contact.")
                : terminal.yellow("\(hasty) hasty: somebody who had not said yes yet would have got a mail."),
            harmful == 0
                ? terminal.green(
                    "No harmful error: nobody who refused, opted out or is a machine would have got a mail.")
                : terminal.red("\(harmful) harmful: a refusal, an opt-out or a machine would have got a mail."),
            lost == 0
                ? terminal.green("Nobody lost: everybody who did not refuse would have got a mail or a person.")
                : terminal.yellow("\(lost) lost: somebody who did not refuse would have been taken for one who did."),
        ].joined(separator: "\n")
    }

    private var confusion: String {
        var table = Table(titles: ["expected ↓ given →"] + labels.map(\.rawValue))
        for expected in labels {
            table.add(
                [expected.rawValue]
                    + labels.map { given in
                        let count = score.count(expected, as: given)
                        return count == 0 ? "·" : "\(count)"
                    })
        }
        return "\(table)"
    }

    private var byLabel: String {
        var table = Table(["label", "cases", "precision", "recall"])
        for label in labels {
            table.add([
                label.rawValue, "\(score.expected(label))", score.precision(label)?.percent ?? "–",
                score.recall(label)?.percent ?? "–",
            ])
        }
        return "\(table)"
    }

    private var bySureness: String {
        var table = Table(["confidence", "cases", "right"])
        for seen in score.calibration.tenths {
            table.add([
                "\(10 * seen.tenth) to \(10 * seen.tenth + 10) %", "\(seen.count)",
                (Double(seen.right) / Double(seen.count)).percent,
            ])
        }
        return "\(table)"
    }

    private var byLanguage: String {
        var table = Table(["language", "cases", "accuracy"])
        for language in score.languages {
            table.add([language.name.shownOnOneLine(limit: 20), "\(language.count)", language.accuracy.percent])
        }
        return "\(table)"
    }

    private func contactLine(_ terminal: Terminal) -> String {
        let wrong = contacts.wrongCountries
        return [
            "Contacts: \(contacts.right) of \(contacts.expected) found, \(contacts.found - contacts.right) wrong, "
                + "\(contacts.unresolved) left to a person for their country "
                + "(precision \(contacts.precision?.percent ?? "–"), recall \(contacts.recall?.percent ?? "–")).",
            wrong == 0
                ? terminal.green("No number was given a wrong country.")
                : terminal.red("\(wrong) numbers were given a wrong country."),
        ].joined(separator: "\n")
    }

    private func differing(_ terminal: Terminal) -> String {
        var table = Table(["id", "expected", "given", "decision", "own text"])
        for result in score.differing {
            let decision = result.judged.decision.name
            table.add([
                result.replayed.id.shownOnOneLine(limit: 30), result.replayed.intent.rawValue,
                result.judged.verdict.intent.rawValue, result.isHarmful ? terminal.red(decision) : decision,
                result.ownText.shownOnOneLine(limit: 60),
            ])
        }
        return "\(table)"
    }
}

extension Double {
    /// `97.3 %`.
    var percent: String {
        let tenths = Int((self * 1_000).rounded())
        return "\(tenths / 10).\(tenths % 10) %"
    }
}
