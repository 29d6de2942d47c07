import ContactDetection
import Correspondence
import Testing

/// Whole replies with numbers and addresses, written before the rules: see `Corpus/README.md`.
@Suite struct ReplyCorpusTests {
    let detector: ContactDetector

    init() throws {
        detector = try ContactDetector()
    }

    private func found(_ row: CorpusRow) -> [String] {
        detector.contacts(in: ZonedText(row.text), context: row.context)
            .filter(\.kind.answersTheQuestion)
            .map { $0.isResolved ? "\($0.kind.rawValue) \($0.value)" : "unresolved \($0.value.filter(\.isNumber))" }
    }

    /// As it is printed: in its lines and order, with every sign.
    @Test func nearlyEveryReplyIsReadAsAPersonReadsIt() throws {
        let rows = try CorpusRow.rows("replies.jsonl")
        let wrong = rows.filter { found($0) != $0.expect }
        for row in wrong { print("differs: \(row.text) found \(found(row)) expected \(row.expect)") }
        print("replies with contacts: \(rows.count - wrong.count) of \(rows.count)")
        #expect(wrong.count <= 8)
    }

    /// The half that no rule was made for, compared as addresses are: without case, spaces and punctuation.
    @Test func theKeptHalf() throws {
        let rows = try CorpusRow.rows("replies-kept.jsonl")
        func lenient(_ contact: String) -> String {
            contact.lowercased().filter { $0.isLetter || $0.isNumber || $0 == "+" }
        }
        var (exact, right, wrongCountries) = (0, 0, 0)
        for row in rows {
            let found = found(row)
            exact += found == row.expect ? 1 : 0
            right += found.map(lenient) == row.expect.map(lenient) ? 1 : 0
            wrongCountries += found.count { contact in
                contact.contains("+") && !row.expect.contains(contact)
                    && row.expect.contains { $0.filter(\.isNumber).suffix(7) == contact.filter(\.isNumber).suffix(7) }
            }
        }
        print("replies kept: \(right) of \(rows.count), to the letter \(exact), wrong countries \(wrongCountries)")
        #expect(wrongCountries == 0)
    }
}
