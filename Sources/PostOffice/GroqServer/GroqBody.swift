import FoundationEssentials

/// The JSON bodies of the chat-completions API.
enum GroqBody {
    private struct Completion: Encodable {
        struct Choice: Encodable {
            let index: Int
            let message: ChatRequest.Message
            let finish_reason: String
        }

        struct Usage: Encodable {
            let prompt_tokens: Int
            let completion_tokens: Int
            let total_tokens: Int
        }

        let id: String
        let object = "chat.completion"
        let created: Int64
        let model: String
        let choices: [Choice]
        let usage: Usage
    }

    private struct Failure: Encodable {
        struct Detail: Encodable {
            let message: String
            let type: String
            let code: String?
        }

        let error: Detail
    }

    private struct ModelList: Encodable {
        struct Model: Encodable {
            let id: String
            let object = "model"
            let owned_by = "post office"
            let active = true
        }

        let object = "list"
        let data: [Model]
    }

    static func completion(_ content: String, id: String, model: String, created: Int64) -> [UInt8] {
        let message = ChatRequest.Message(role: "assistant", content: content)
        let tokens = content.utf8.count / 4 + 1
        return encode(
            Completion(
                id: id, created: created, model: model,
                choices: [.init(index: 0, message: message, finish_reason: "stop")],
                usage: .init(prompt_tokens: 0, completion_tokens: tokens, total_tokens: tokens)))
    }

    static func error(message: String, type: String, code: String?) -> [UInt8] {
        encode(Failure(error: .init(message: message, type: type, code: code)))
    }

    static func models(_ names: [String]) -> [UInt8] {
        encode(ModelList(data: names.map { .init(id: $0) }))
    }

    private static func encode(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Strings and integers always encode.
        return Array(try! encoder.encode(value))
    }
}
