import FoundationEssentials

/// A client's request to `POST /openai/v1/chat/completions`.
package struct ChatRequest: Hashable, Sendable {
    /// One message of the conversation given to the model.
    package struct Message: Hashable, Sendable, Codable {
        package let role: String
        package let content: String

        package init(role: String, content: String) {
            self.role = role
            self.content = content
        }
    }

    package let model: String
    package let messages: [Message]
    /// The whole request body, with everything else, such as `response_format`.
    package let json: [UInt8]

    /// The text of the last message of role `user`; empty when there is none.
    package var userText: String { messages.last { $0.role == "user" }?.content ?? "" }

    /// Nil when the body is not JSON with a model and messages of plain text.
    init?(json: [UInt8]) {
        struct Body: Codable {
            let model: String
            let messages: [Message]
        }
        // The reason does not matter to a client: the answer is 400 either way.
        guard let body = try? JSONDecoder().decode(Body.self, from: Data(json)) else { return nil }
        model = body.model
        messages = body.messages
        self.json = json
    }
}
