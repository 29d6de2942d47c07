import Classification
import Correspondence
import Understanding

/// What rules and reader made of one reply, as a line of tab-separated figures without its words: what limits are chosen by.
package struct ReplyFigures {
    private let columns: [(name: String, value: String)]

    package init(_ judged: CrossExamination.Judged) {
        let (reading, scope) = (judged.reading, judged.reading.scope)
        let objections = reading.objections.map {
            ($0.isWeak ? "~" : "") + $0.kind.rawValue + ($0.words == "?" ? "?" : "")
        }
        columns = [
            ("set", judged.row.origin), ("id", judged.row.id), ("intent", judged.row.intent.rawValue),
            ("yes", Self.hundredths(judged.opinion?[.yes])), ("no", Self.hundredths(judged.opinion?[.no])),
            ("stop", Self.hundredths(judged.opinion?[.stop])),
            ("restyes", Self.hundredths(judged.opinionOfRest?[.yes])),
            ("restno", Self.hundredths(judged.opinionOfRest?[.no])),
            ("reststop", Self.hundredths(judged.opinionOfRest?[.stop])), ("rules", reading.verdict.intent.rawValue),
            ("sure", Self.hundredths(reading.verdict.confidence)), ("sends", "\(reading.verdict.maySend)"),
            ("known", Self.hundredths(reading.known)), ("familiar", Self.hundredths(reading.familiar)),
            ("words", "\(reading.wordCount)"),
            ("strength", scope.strength.map { "\($0)" } ?? "none"), ("timebehind", "\(scope.namesTimeBehind)"),
            ("unknownpart", "\(scope.hasUnknownPart)"), ("unknownobject", "\(scope.hasUnknownObject)"),
            ("contact", "\(judged.reply.contacts.contains { $0.zone == .own && $0.kind.answersTheQuestion })"),
            ("consents", "\(reading.consents.count)"), ("objections", objections.joined(separator: ",")),
            ("decision", judged.decision(.shipped).name),
        ]
    }

    package var head: String { columns.map(\.name).joined(separator: "\t") }
    package var line: String { columns.map(\.value).joined(separator: "\t") }

    private static func hundredths(_ share: Double?) -> String {
        share.map { "\(($0 * 1_000).rounded() / 1_000)" } ?? ""
    }
}
