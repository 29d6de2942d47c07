package import Classification
import ContactDetection
package import Correspondence
import Timing
package import Understanding

/// Judges each labelled reply with a reader that has not learnt from it, nor from what it is kept apart with.
package struct CrossExamination: Sendable {
    /// What is left out of learning together.
    package enum Parting: String, CaseIterable, Sendable {
        /// Every fifth row: the writers and languages are known.
        case rows
        /// All that the row's writer wrote.
        case writer
        /// All rows of the row's language.
        case language

        func key(_ row: LabelledRow, _ place: Int) -> String {
            switch self {
            case .rows: "\(place % 5)"
            case .writer: row.writer
            case .language: row.language
            }
        }
    }

    /// A row with what one judge says of it.
    package struct Judged: Sendable {
        package let row: LabelledRow
        package let opinion: ReaderOpinion?
        /// On what remains beside the consent.
        package let opinionOfRest: ReaderOpinion?
        package let reading: RulesReading
        package let own: String
        package let reply: UnderstoodReply
    }

    package let rows: [LabelledRow]
    private let rules: RulesClassifier
    private let understanding: ReplyUnderstanding
    private let examples: [ReaderTrainer.Example]

    package init(_ rows: [LabelledRow]) throws {
        self.rows = rows
        rules = try RulesClassifier()
        understanding = ReplyUnderstanding(detector: try ContactDetector())
        examples = rows.map(ReaderTrainer.Example.init)
    }

    /// Each stranger's row, in their order, with the opinion of a reader that learnt from the other parts.
    package func judge(_ parting: Parting, trainer: ReaderTrainer = ReaderTrainer()) throws -> [Judged] {
        let keys = rows.enumerated().map { parting.key($1, $0) }
        let asked = Set(rows.indices.filter { rows[$0].isOfAStranger }.map { keys[$0] })
        var readers: [String: StatisticalReader] = [:]
        for key in asked.sorted() {
            let learnt = rows.indices.filter { keys[$0] != key }.map { examples[$0] }
            readers[key] = StatisticalReader(learningFrom: learnt, trainer: trainer)
        }
        return try rows.indices.filter { rows[$0].isOfAStranger }.map { place in
            try judged(rows[place], by: readers[keys[place]]!)
        }
    }

    /// Rows from which nothing is learnt, with the opinion of a reader that learnt from all others.
    package func judge(kept: [LabelledRow], trainer: ReaderTrainer = ReaderTrainer()) throws -> [Judged] {
        let reader = StatisticalReader(learningFrom: examples, trainer: trainer)
        return try kept.map { try judged($0, by: reader) }
    }

    private func judged(_ row: LabelledRow, by reader: StatisticalReader) throws -> Judged {
        let reply = try understanding.understand(.plainBody(row.body), receivedAt: .epoch)
        let request = ClassificationRequest(ownText: reply.ownText, subject: row.subject, contacts: reply.contacts)
        let reading = rules.read(request)
        return Judged(
            row: row, opinion: reader.opinion(of: reading.statement), opinionOfRest: reader.opinion(of: reading.rest),
            reading: reading, own: reply.ownText, reply: reply)
    }
}

extension CrossExamination.Judged {
    /// What becomes of the reply; nil for the rules alone.
    package func decision(_ second: SecondOpinion?) -> Decision {
        let verdict = second.map { $0.weigh(reading, opinion, ofRest: opinionOfRest).verdict } ?? reading.verdict
        var facts = ReplyFacts(verdict: verdict)
        facts.contacts = reply.contacts
        facts.ownText = own.isEmpty ? .empty : .present
        return DecisionRouter.decide(facts)
    }
}
