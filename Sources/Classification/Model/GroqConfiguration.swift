/// The settings for reaching the model.
package struct GroqConfiguration: Sendable {
    static let defaultBaseURL = "https://api.groq.com/openai/v1"
    static let defaultModel = "openai/gpt-oss-20b"
    /// The outreach's proposal if no setting describes it.
    package static let defaultOffer = "a paid collaboration"

    /// Without `/chat/completions`; any OpenAI-compatible server will do.
    package let baseURL: String
    package let model: String
    /// The outreach's proposal, as the end of the sentence "an e-mail that proposed …".
    package let offer: String
    /// The time for one verdict, the retry included.
    package let budget: Duration
    let apiKey: String

    package init(
        apiKey: String, model: String = GroqConfiguration.defaultModel,
        baseURL: String = GroqConfiguration.defaultBaseURL, offer: String = GroqConfiguration.defaultOffer,
        budget: Duration = .seconds(8)
    ) {
        self.apiKey = apiKey
        self.model = model
        self.baseURL = baseURL
        self.offer = offer
        self.budget = budget
    }

    var endpoint: String {
        var base = baseURL[...]
        while base.hasSuffix("/") { base = base.dropLast() }
        return "\(base)/chat/completions"
    }
}

extension GroqConfiguration: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The key is never shown.
    package var description: String { "\(model) at \(baseURL)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: ["model": model, "baseURL": baseURL]) }
}
