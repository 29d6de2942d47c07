import Correspondence
import FoundationEssentials

/// Reads a chat server's answer, forgiving in form and strict in content.
enum ChatReplyBody {
    private struct Completion: Decodable {
        struct Choice: Decodable {
            struct Message: Decodable { let content: String? }
            let message: Message
        }
        let choices: [Choice]
    }

    private struct Fault: Decodable {
        struct Detail: Decodable {
            let message: String?
            let code: Code?
        }
        let error: Detail
    }

    /// Some servers number their codes, some name them.
    private struct Code: Decodable {
        let text: String
        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            // A code that is not text is shown as a number.
            if let name = try? container.decode(String.self) {
                text = name
            } else {
                text = String(try container.decode(Int.self))
            }
        }
    }

    private struct Answer: Decodable {
        let intent: String
        let confidence: Number?
        let evidence: String?
        let language: String?
        let reason: String?
    }

    /// Models sometimes put numbers in quotes.
    private struct Number: Decodable {
        let value: Double
        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            // Not a number: then it must be text that represents one.
            if let number = try? container.decode(Double.self) { value = number; return }
            value = Double(try container.decode(String.self)) ?? 0
        }
    }

    /// The server's error code and message, empty where it gave none.
    static func fault(in body: [UInt8]) -> (code: String, message: String) {
        // A body that is no such JSON has no code.
        guard let fault = try? JSONDecoder().decode(Fault.self, from: Data(body)) else { return ("", "") }
        return (fault.error.code?.text ?? "", String((fault.error.message ?? "").prefix(200)))
    }

    /// The model's answer, checked against the text it judged.
    static func answer(in body: [UInt8], to request: ClassificationRequest) throws(ModelFailure) -> ModelAnswer {
        guard let completion = decoded(Completion.self, body) else { throw .malformed("no chat completion") }
        guard let content = completion.choices.first?.message.content, !content.isEmpty else {
            throw .malformed("empty content")
        }
        guard let object = JSONObjectScan.object(in: Array(content.utf8)), let answer = decoded(Answer.self, object)
        else { throw .malformed("no verdict object in it") }
        let label = answer.intent.filter { !$0.isWhitespace }.uppercased()
        guard let intent = Intent(rawValue: label) else { throw .unknownLabel(String(answer.intent.prefix(40))) }
        let evidence = EvidenceQuote.find(answer.evidence ?? "", in: request.ownText)
        if evidence == nil, intent.needsEvidence { throw .evidenceMissing }
        let stated = answer.confidence?.value ?? 0
        return ModelAnswer(
            intent: intent, confidence: stated.isFinite ? min(max(stated, 0), 1) : 0, evidence: evidence,
            language: answer.language.map { String($0.prefix(20)) }, reason: String((answer.reason ?? "").prefix(300)),
            sawPartOnly: ModelPrompt.isClipped(request.ownText))
    }

    private static func decoded<Value: Decodable>(_ type: Value.Type, _ bytes: some Sequence<UInt8>) -> Value? {
        // The caller reports decoding errors in its own words.
        try? JSONDecoder().decode(type, from: Data(bytes))
    }
}

extension Intent {
    /// Labels that act on a person's words must quote them.
    fileprivate var needsEvidence: Bool {
        switch self {
        case .interested, .notInterested, .unsubscribe, .contactProvided: true
        case .clarification, .autoReply, .bounce: false
        }
    }
}

/// Finds the JSON object in a model's prose: after reasoning in `<think>` tags, inside code fences, after a preamble.
enum JSONObjectScan {
    static func object(in text: [UInt8]) -> ArraySlice<UInt8>? {
        let closing = Array("</think>".utf8)
        var start = 0
        var index = 0
        while index + closing.count <= text.count {
            if text[index] == closing[0], text[index..<(index + closing.count)].elementsEqual(closing) {
                start = index + closing.count
            }
            index += 1
        }
        guard let open = text[start...].firstIndex(of: UInt8(ascii: "{")) else { return nil }
        return balanced(text, from: open)
    }

    private static func balanced(_ text: [UInt8], from open: Int) -> ArraySlice<UInt8>? {
        var depth = 0
        var isInString = false
        var isEscaped = false
        for index in open..<text.count {
            let byte = text[index]
            if isEscaped { isEscaped = false; continue }
            switch byte {
            case UInt8(ascii: "\\"): isEscaped = isInString
            case UInt8(ascii: "\""): isInString.toggle()
            case UInt8(ascii: "{") where !isInString: depth += 1
            case UInt8(ascii: "}") where !isInString:
                depth -= 1
                if depth == 0 { return text[open...index] }
            default: break
            }
        }
        return nil
    }
}
