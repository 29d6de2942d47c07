import ContactDetection
import Correspondence
import FoundationEssentials
import Testing

/// Addresses that others collected, where that collection lies beside the project.
@Suite struct SharedCorpusTests {
    struct Row: Decodable {
        let id: String
        let text: String
    }

    /// `../shared/corpora` from the project's root; nil where there is none.
    static func rows() -> [Row]? {
        // Tests may be built through a symbolic link to this folder.
        let file = URL(filePath: #filePath).resolvingSymlinksInPath()
        let root = file.path().split(separator: "/").dropLast(4).joined(separator: "/")
        // Absent beside most checkouts: then there is nothing to measure.
        guard let data = try? Data(contentsOf: URL(filePath: "/\(root)/shared/corpora/addresses.jsonl")) else {
            return nil
        }
        return data.split(separator: UInt8(ascii: "\n")).compactMap { line in
            try? JSONDecoder().decode(Row.self, from: Data(line))  // A line of another kind is not counted.
        }
    }

    @Test(
        .enabled(if: rows() != nil),
        arguments: [
            ("Hi Sara,\n\nSure, here is my address:\n\n", "\n\nThanks,\nAnna", "\n"),
            ("Hello,\n\nsounds good.\n\n", "\n\nBest regards\nAnna", "\n"),
            ("Great! You can ship it to ", ". Looking forward to it!", ", "),
        ])
    func nearlyEveryAddressIsFound(before: String, after: String, separator: String) throws {
        let detector = try ContactDetector()
        let rows = try #require(Self.rows())
        let found = rows.filter { row in
            let address = row.text.split(separator: "\n").joined(separator: separator)
            let contacts = detector.contacts(in: ZonedText(before + address + after), context: DetectionContext())
            let words = address.split { " ,\n".contains($0) }
            return contacts.contains { contact in
                contact.kind == .address
                    && words.count { contact.value.contains($0) } * 4 >= words.count * 3
            }
        }
        // Measured: 68 of 68 in each form.
        #expect(found.count * 100 >= rows.count * 95)
    }
}
