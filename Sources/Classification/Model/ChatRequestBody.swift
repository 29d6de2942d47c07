/// The format that the server is asked to answer in; each server is asked for the strictest one it is known to accept.
enum AnswerFormat: Int, Comparable {
    case jsonSchema, jsonObject, free

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// The format to fall back on, nil after the last.
    var looser: AnswerFormat? { AnswerFormat(rawValue: rawValue + 1) }

    /// Groq documents strict schemas for the gpt-oss family only.
    static func strictest(for model: String) -> AnswerFormat { model.contains("gpt-oss") ? .jsonSchema : .jsonObject }
}

/// Builds the body of a chat completion. Messages have only `role` and `content`: Groq refuses other properties.
enum ChatRequestBody {
    /// Reasoning counts towards it, so there is room for some.
    private static let longestAnswer = 1_024

    /// With a seed, servers that support it answer the same text alike.
    private static let seed = 1

    static func bytes(
        model: String, format: AnswerFormat, offer: String, request: ClassificationRequest, delimiter: String
    ) -> [UInt8] {
        var body: [String: JSONText] = [
            "model": .string(model),
            "temperature": 0,
            "seed": .integer(seed),
            "max_completion_tokens": .integer(longestAnswer),
            "messages": [
                ["role": "system", "content": .string(ModelPrompt.instructions(offer: offer))],
                ["role": "user", "content": .string(ModelPrompt.message(for: request, delimiter: delimiter))],
            ],
        ]
        if model.contains("gpt-oss") { body["reasoning_effort"] = "low" }
        switch format {
        case .jsonSchema:
            body["response_format"] = [
                "type": "json_schema",
                "json_schema": ["name": "verdict", "strict": true, "schema": ModelPrompt.schema],
            ]
        case .jsonObject: body["response_format"] = ["type": "json_object"]
        case .free: break
        }
        return JSONText.object(body).bytes
    }
}
