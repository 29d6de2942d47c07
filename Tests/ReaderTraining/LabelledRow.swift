package import Correspondence
import Crypto
package import Foundation

/// A labelled reply of `Tests/ClassificationTests/Corpus`, with the set it belongs to.
package struct LabelledRow: Sendable {
    /// The file, as a path below the corpus without its ending: `Voices/a/en`.
    package let origin: String
    package let id: String
    package let body: String
    package let subject: String
    package let language: String
    package let intent: Intent

    /// Who wrote it: `Voices/a`, or the folder of the older sets.
    package var writer: String { origin.split(separator: "/").dropLast().joined(separator: "/") }
    /// The outermost folder: sets that are counted together.
    package var collection: String { String(origin.prefix { $0 != "/" }) }
    /// Written by somebody who had not seen the rules.
    package var isOfAStranger: Bool { ["Voices", "Ordinary"].contains(collection) }
}

/// Everything that the reader learns from. `Generated` is left out, since it repeats few sentences hundreds of times, and `Judged`, which
/// is kept to judge by.
package enum LabelledRows {
    /// In the order of the files' names and of the lines in them.
    ///
    /// - Throws: when a line cannot be read, naming it.
    package static func all(below corpus: URL = folder) throws -> [LabelledRow] {
        try rows(below: corpus) { !$0.hasPrefix("Generated/") && !$0.hasPrefix("Judged/") }
    }

    /// Those that nothing is learnt from, kept to judge by.
    package static func kept(below corpus: URL = folder) throws -> [LabelledRow] {
        try rows(below: corpus) { $0.hasPrefix("Judged/") }
    }

    private static func rows(below corpus: URL, in isWanted: (String) -> Bool) throws -> [LabelledRow] {
        try FileManager.default.subpathsOfDirectory(atPath: corpus.path)
            .filter { $0.hasSuffix(".jsonl") && isWanted($0) }
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            .flatMap { try rows(in: $0, below: corpus) }
    }

    /// SHA-256 of all that learning depends on.
    package static func hash(of rows: [LabelledRow]) -> [UInt8] {
        var hash = SHA256()
        for row in rows { hash.update(data: Array("\(row.origin)\0\(row.intent.rawValue)\0\(row.body)\0".utf8)) }
        return Array(hash.finalize())
    }

    package static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "ClassificationTests/Corpus")

    private struct Line: Decodable {
        let id: String
        let body: String
        let subject: String?
        let lang: String?
        let intent: Intent
    }

    private struct UnreadableLine: Error, CustomStringConvertible {
        let description: String
    }

    private static func rows(in name: String, below corpus: URL) throws -> [LabelledRow] {
        let text = try String(contentsOf: corpus.appending(path: name), encoding: .utf8)
        return try text.split(separator: "\n").map { line in
            do {
                let read = try JSONDecoder().decode(Line.self, from: Data(line.utf8))
                return LabelledRow(
                    origin: String(name.dropLast(6)), id: read.id, body: read.body, subject: read.subject ?? "",
                    language: read.lang ?? String(read.id.prefix { $0 != "-" }), intent: read.intent)
            } catch {
                throw UnreadableLine(description: "\(name): \(line.prefix(80)): \(error)")
            }
        }
    }
}
