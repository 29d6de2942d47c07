import Correspondence
import PostOffice

/// The demo's model server: it answers like a capable model, in the real server's format.
enum DemoModel {
    static let key = "demo-key"

    static var options: GroqOptions {
        GroqOptions(apiKey: key, models: ["openai/gpt-oss-20b"]) { request in
            let known = DemoCreator.cast.map { ($0.texts, $0.intent) } + DemoLead.cast.map { ($0.texts, $0.intent) }
            for (texts, intent) in known {
                guard let text = texts.first(where: { request.userText.contains($0) }) else { continue }
                return .completion(answer(intent: intent.rawValue, evidence: text))
            }
            return .completion(answer(intent: "CLARIFICATION", evidence: ""))
        }
    }

    private static func answer(intent: String, evidence: String) -> String {
        let escaped = evidence.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
        return
            #"{"intent":"\#(intent)","confidence":0.97,"evidence":"\#(escaped)","language":"en","reason":"as a person would read it"}"#
    }
}

extension DemoCreator {
    /// The creator's texts, answer by answer.
    var texts: [String] {
        answers.compactMap { if case .reply(let text) = $0.action { text } else { nil } }
    }
}
