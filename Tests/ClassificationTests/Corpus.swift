import Correspondence
import Foundation
import Testing

@testable import Classification

/// Our own labelled replies, in the format of `mosaic replay`.
///
/// `Corpus/HeldOut` was written before the rules of its language. The rules have been mended since for what it showed,
/// so like `Corpus/*.jsonl` it guards against regressions; `docs/CLASSIFICATION.md` has the figures of first sight.
struct LabelledReply: Decodable, Sendable, CustomTestStringConvertible {
    struct Contact: Decodable, Sendable {
        let kind: ContactDetail.Kind
        let value: String
    }

    let id: String
    let subject: String
    let body: String
    let lang: String
    let intent: Intent
    let contacts: [Contact]?

    var testDescription: String { "\(id): \(body.prefix(60))" }

    var request: ClassificationRequest {
        let details = (contacts ?? []).map {
            ContactDetail(kind: $0.kind, value: $0.value, zone: .own, range: 0..<body.utf8.count)
        }
        return ClassificationRequest(ownText: body, subject: subject, contacts: details)
    }

    /// Whether an automatic mail in answer to it would do harm.
    var mustNotBeAnswered: Bool { intent != .interested }
}

enum Corpus {
    static let developed = load("Corpus")
    static let heldOut = load("Corpus/HeldOut")

    static func load(_ folder: String) -> [LabelledReply] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: folder)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
        return names.filter { $0.hasSuffix(".jsonl") }.sorted().flatMap { name in
            let text = (try? String(contentsOf: root.appending(path: name), encoding: .utf8)) ?? ""
            return text.split(separator: "\n").map { line in
                do { return try JSONDecoder().decode(LabelledReply.self, from: Data(line.utf8)) } catch {
                    fatalError("\(name): \(line.prefix(80)): \(error)")
                }
            }
        }
    }
}

extension RulesClassifier {
    /// Compiled once for all tests.
    static let shipped: RulesClassifier = {
        do { return try RulesClassifier() } catch { fatalError("\(error)") }
    }()

    func judge(_ text: String, subject: String = "") -> IntentVerdict {
        judge(ClassificationRequest(ownText: text, subject: subject))
    }
}

/// Counts what was expected against what was said.
struct ConfusionMatrix: CustomStringConvertible {
    private var counts: [Intent: [Intent: Int]] = [:]
    private var byLanguage: [String: (right: Int, all: Int)] = [:]
    private(set) var wrong: [String] = []

    init(_ replies: [LabelledReply], _ judge: (LabelledReply) -> IntentVerdict) {
        for reply in replies {
            let verdict = judge(reply)
            counts[reply.intent, default: [:]][verdict.intent, default: 0] += 1
            let language = reply.id.prefix { $0 != "-" }
            byLanguage[String(language), default: (0, 0)].all += 1
            if verdict.intent == reply.intent {
                byLanguage[String(language), default: (0, 0)].right += 1
            } else {
                wrong.append("\(reply.id) \(reply.intent) was judged \(verdict.intent): \(verdict.explanation)")
            }
        }
    }

    var accuracy: Double {
        let all = byLanguage.values.reduce(0) { $0 + $1.all }
        return all == 0 ? 0 : Double(byLanguage.values.reduce(0) { $0 + $1.right }) / Double(all)
    }

    /// Shares of right verdicts, by language.
    var languages: [(name: String, accuracy: Double)] {
        byLanguage.sorted { $0.key < $1.key }.map { ($0.key, Double($0.value.right) / Double($0.value.all)) }
    }

    var description: String {
        let labels = Intent.allCases
        let head = "| expected \\ judged | " + labels.map(\.rawValue).joined(separator: " | ") + " |"
        let rule = "|---" + String(repeating: "|---:", count: labels.count) + "|"
        let rows = labels.map { row in
            "| \(row.rawValue) | " + labels.map { String(counts[row]?[$0] ?? 0) }.joined(separator: " | ") + " |"
        }
        return ([head, rule] + rows).joined(separator: "\n")
    }
}
