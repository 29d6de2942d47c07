public import Correspondence
public import Timing

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
}

extension GroqConfiguration: CustomStringConvertible, CustomDebugStringConvertible {
    /// The key never appears.
    public var description: String { "\(model) at \(baseURL)" }
    public var debugDescription: String { description }
}

/// Asks a chat model. By itself it may stop or hand off, never send: put it in a `ClassifierChain` with the rules.
public final class GroqClassifier: IntentClassifier {
    public let configuration: GroqConfiguration
    private let transport: any ChatTransport
    private let clock: any WallClock

    public init(
        _ configuration: GroqConfiguration, transport: any ChatTransport, clock: any WallClock = SystemWallClock()
    ) {
        self.configuration = configuration
        self.transport = transport
        self.clock = clock
    }

    public func classify(_ request: ClassificationRequest) async -> IntentVerdict {
        IntentVerdict(
            intent: .clarification, confidence: 0, maySend: false,
            source: .model(name: configuration.model, promptVersion: "0"))
    }

    /// The model's checked answer.
    public func ask(_ request: ClassificationRequest) async throws(ModelFailure) -> ModelAnswer {
        throw .timeout
    }
}
