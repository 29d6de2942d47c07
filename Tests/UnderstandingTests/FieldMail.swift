import Correspondence
import FoundationEssentials
import Testing
import Timing

/// A mail or text rebuilt from a public report about some mail tool, with what a careful user expects.
struct FieldMail: Decodable, Sendable, CustomTestStringConvertible {
    let file: String
    /// Where the symptom was reported.
    let source: String
    let what: String
    /// Any of these kinds of decision.
    let want: [String]
    let has: [String]?
    let hasnot: [String]?
    /// Any of these, where a machine is to be recognised.
    let machine: [String]?
    /// All numbers that are found, and no others.
    let phones: [String]?
    /// Digits that belong to no number of the writer.
    let nophones: [String]?
    /// What it answers.
    let irt: [String]?

    var testDescription: String { "\(file): \(what)" }

    /// On the day on which they were written.
    static let received = Timestamp(rfc3339: "2026-11-03T11:00:00Z") ?? .epoch

    static let all: [FieldMail] = {
        guard let bytes = try? contents("expected.jsonl") else { return [] }
        return bytes.split(separator: 0x0A).filter { !$0.starts(with: "//".utf8) }
            .compactMap { try? JSONDecoder().decode(FieldMail.self, from: Data($0)) }
    }()

    /// What lies in the mailbox. Braces keep a domain of a real country out of the address.
    func bytes() throws -> [UInt8] {
        let stored = try Self.contents(file)
        guard let start = stored.firstRange(of: Array("@{".utf8)),
            let end = stored[start.upperBound...].firstIndex(of: UInt8(ascii: "}"))
        else { return stored }
        var bytes = stored
        bytes.remove(at: end)
        bytes.remove(at: start.upperBound - 1)
        return bytes
    }

    private static func contents(_ name: String) throws -> [UInt8] {
        let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
        return Array(try Data(contentsOf: URL(filePath: "/\(folder)/Fixtures/field-mail/\(name)")))
    }
}
