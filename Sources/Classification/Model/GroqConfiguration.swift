/// How the model is reached.
public struct GroqConfiguration: Sendable {
    public static let defaultBaseURL = "https://api.groq.com/openai/v1"
    public static let defaultModel = "openai/gpt-oss-20b"

    /// Without `/chat/completions`; any OpenAI-compatible server will do.
    public let baseURL: String
    public let model: String
    /// For everything one verdict takes, the retry included.
    public let budget: Duration
    let apiKey: String

    public init(
        apiKey: String, model: String = GroqConfiguration.defaultModel,
        baseURL: String = GroqConfiguration.defaultBaseURL, budget: Duration = .seconds(8)
    ) {
        self.apiKey = apiKey
        self.model = model
        self.baseURL = baseURL
        self.budget = budget
    }

    var endpoint: String {
        var base = baseURL[...]
        while base.hasSuffix("/") { base = base.dropLast() }
        return "\(base)/chat/completions"
    }
}

extension GroqConfiguration: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The key never appears.
    public var description: String { "\(model) at \(baseURL)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["model": model, "baseURL": baseURL]) }
}
