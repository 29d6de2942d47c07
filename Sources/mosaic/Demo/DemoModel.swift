import Correspondence
import PostOffice

/// The demo's model server: it answers like a capable model, in the real server's format.
enum DemoModel {
    static let key = "demo-key"

    static var options: GroqOptions {
        GroqOptions(apiKey: key, models: ["openai/gpt-oss-20b"]) { request in
            let creator = DemoCreator.cast.first { creator in
                creator.texts.contains { request.userText.contains($0) }
            }
            guard let creator, let text = creator.texts.first(where: { request.userText.contains($0) }) else {
                return .completion(answer(intent: "CLARIFICATION", evidence: ""))
            }
            return .completion(answer(intent: creator.intent.rawValue, evidence: text))
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
