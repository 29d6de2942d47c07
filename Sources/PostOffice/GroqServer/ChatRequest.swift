import FoundationEssentials

/// What a client asked of `POST /openai/v1/chat/completions`.
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
    /// The request body as it came: everything else, such as `response_format`, is in here.
    package let json: [UInt8]

    /// What the last message of role `user` says; empty when there is none.
    package var userText: String { messages.last { $0.role == "user" }?.content ?? "" }

    /// Nil when the body is not JSON with a model and messages of plain text.
    init?(json: [UInt8]) {
        struct Body: Codable {
            let model: String
            let messages: [Message]
        }
        // Why it does not decode is no matter to a client: the answer is 400 either way.
        guard let body = try? JSONDecoder().decode(Body.self, from: Data(json)) else { return nil }
        model = body.model
        messages = body.messages
        self.json = json
    }
}
