import ArgumentParser
import Classification
import Curl
import Operations
import Settings

/// The judge of replies.
enum ClassifierChoice: String, CaseIterable, ExpressibleByArgument {
    /// The built-in rules with the statistical reader beside them: no key, no network.
    case rules
    /// The model alone.
    case groq
    /// The model first, the rules as fallback and veto, as `mosaic run` does it.
    case chain

    /// Opens the classifier for `body`; the model needs GROQ_API_KEY.
    func withClassifier<Result: Sendable>(
        _ settings: SettingsOptions, _ body: (any IntentClassifier) async throws -> Result
    ) async throws -> Result {
        let own = try await SettingsLoader.rules(environment: settings.environment, file: settings.env)
        let rules = try KeptRules.classifier(in: CacheFolder.path(settings.environment), adding: own.named)
        guard self != .rules else { return try await body(ClassifierChain(rules: rules, reader: .shipped)) }
        guard let model = try await SettingsLoader.model(environment: settings.environment, file: settings.env) else {
            throw CommandFailure("GROQ_API_KEY is not set: set it, or use --classifier rules.")
        }
        let transport = CurlTransport()
        do {
            let groq = Installation.model(model, transport)
            let chain = ClassifierChain(rules: rules, reader: .shipped, model: groq)
            let result = try await body(self == .groq ? groq : chain)
            await transport.shutdown()
            return result
        } catch {
            await transport.shutdown()
            throw error
        }
    }
}
