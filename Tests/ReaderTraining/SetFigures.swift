package import Classification
import Correspondence

/// What became of the replies of one set.
package struct SetFigures: Sendable {
    package private(set) var rows = 0
    /// How often the reader alone names the right class.
    package private(set) var readerRight = 0
    /// Ended without a person, though the writer had not refused.
    package private(set) var lost = 0
    /// Ended without a person, and rightly.
    package private(set) var endedRightly = 0
    package private(set) var agreed = 0
    package private(set) var answered = 0
    /// Mails to people who had not said yes yet.
    package private(set) var hasty = 0
    /// Mails to people who had refused.
    package private(set) var harmful = 0

    /// - Parameter second: nil for the rules alone.
    package init(_ judged: some Sequence<CrossExamination.Judged>, _ second: SecondOpinion?) {
        for reply in judged { count(reply, second) }
    }

    private mutating func count(_ reply: CrossExamination.Judged, _ second: SecondOpinion?) {
        let intent = reply.row.intent
        let refuses = [.notInterested, .unsubscribe, .autoReply, .bounce].contains(intent)
        rows += 1
        if intent == .interested { agreed += 1 }
        if reply.opinion?.likeliest == intent.reading { readerRight += 1 }
        switch reply.decision(second) {
        case .startSequence:
            if intent == .interested { answered += 1 } else if refuses { harmful += 1 } else { hasty += 1 }
        case .complete, .optOut, .suppressBounced, .ignore, .hold:
            if refuses { endedRightly += 1 } else { lost += 1 }
        case .handOff: break
        }
    }

    package static let head = """
        | set | rows | reader right | lost | ended rightly | yeses answered | hasty | harmful |
        |---|---:|---:|---:|---:|---:|---:|---:|
        """

    /// A row of the table, from the rules alone to what `after` says.
    package func line(_ name: String, _ after: SetFigures) -> String {
        func pair(_ part: KeyPath<SetFigures, Int>) -> String { "\(self[keyPath: part]) → \(after[keyPath: part])" }
        let share = rows == 0 ? 0 : (100 * readerRight + rows / 2) / rows
        return "| \(name) | \(rows) | \(share) % | \(pair(\.lost)) | \(pair(\.endedRightly)) | "
            + "\(pair(\.answered)) of \(agreed) | \(pair(\.hasty)) | \(pair(\.harmful)) |"
    }
}

/// How sure the reader was against how often it was right.
package struct Calibration: Sendable {
    private var tenths = [(count: Int, right: Int)](repeating: (0, 0), count: 10)

    package init(_ judged: some Sequence<CrossExamination.Judged>) {
        for reply in judged {
            guard let opinion = reply.opinion else { continue }
            let tenth = min(9, Int(10 * opinion[opinion.likeliest]))
            tenths[tenth].count += 1
            if opinion.likeliest == reply.row.intent.reading { tenths[tenth].right += 1 }
        }
    }

    package static let head = "| sure | replies | right |\n|---|---:|---:|"

    package var lines: [String] {
        tenths.enumerated().filter { $0.element.count > 0 }.map { tenth, seen in
            let share = (100 * seen.right + seen.count / 2) / seen.count
            return "| \(10 * tenth) to \(10 * tenth + 10) % | \(seen.count) | \(share) % |"
        }
    }
}
