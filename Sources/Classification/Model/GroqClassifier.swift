package import Correspondence
import Synchronization
package import Timing

/// Asks a chat model. Alone it may stop or hand off, never send: use it in a `ClassifierChain` with the rules.
package final class GroqClassifier: IntentClassifier {
    package let configuration: GroqConfiguration
    private let transport: any ChatTransport
    private let clock: any WallClock
    private let delimiter: @Sendable () -> String
    private let notice: @Sendable (ModelFailure) -> Void
    private let state: Mutex<State>

    private struct State {
        var gate = ModelGate()
        var format: AnswerFormat
        var noticed: Set<String> = []
    }

    /// `notice` is called for a wrong key or an unknown model, once until the model answers again. `delimiter` draws the
    /// unguessable word that separates the reply from the instructions.
    package init(
        _ configuration: GroqConfiguration, transport: any ChatTransport, clock: any WallClock = SystemWallClock(),
        delimiter: @escaping @Sendable () -> String = { GroqClassifier.randomWord() },
        notice: @escaping @Sendable (ModelFailure) -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.transport = transport
        self.clock = clock
        self.delimiter = delimiter
        self.notice = notice
        state = Mutex(State(format: .strictest(for: configuration.model)))
    }

    /// The version of the prompt.
    package var promptVersion: String { ModelPrompt.version(offer: configuration.offer) }

    var source: VerdictSource { .model(name: configuration.model, promptVersion: promptVersion) }

    package func classify(_ request: ClassificationRequest) async -> IntentVerdict {
        do {
            let answer = try await ask(request)
            return IntentVerdict(
                intent: answer.intent, confidence: answer.confidence, maySend: false, source: source,
                evidence: answer.evidence, explanation: answer.reason, language: answer.language)
        } catch {
            return IntentVerdict(
                intent: .clarification, confidence: 0, maySend: false, source: source, explanation: error.description)
        }
    }

    /// The model's checked answer within the time budget, with one retry inside it.
    package func ask(_ request: ClassificationRequest) async throws(ModelFailure) -> ModelAnswer {
        if case .refuse(let failure) = state.withLock({ $0.gate.admit(at: clock.now) }) { throw failure }
        do {
            let answer = try await tryTwice(request)
            state.withLock {
                $0.gate.succeeded()
                $0.noticed = []
            }
            return answer
        } catch {
            let isNews = state.withLock { state in
                state.gate.failed(error, at: clock.now)
                return error.isWorthNotice && state.noticed.insert(error.description).inserted
            }
            if isNews { notice(error) }
            throw error
        }
    }

    private func tryTwice(_ request: ClassificationRequest) async throws(ModelFailure) -> ModelAnswer {
        let deadline = clock.now + configuration.budget
        var plan = RetryPlan(budget: configuration.budget)
        while true {
            let failure: ModelFailure
            do {
                let timeout = plan.timeout(rest: deadline - clock.now)
                return try await once(request, timeout: timeout)
            } catch {
                failure = error
            }
            switch plan.after(failure, rest: deadline - clock.now) {
            case .giveUp(let reason): throw reason
            case .retry(let wait):
                // Cancellation ends the wait early; then a person decides instead of the model.
                do { if wait > .zero { try await clock.sleep(for: wait) } } catch { throw .unavailable("cancelled") }
            }
        }
    }

    private func once(_ request: ClassificationRequest, timeout: Duration) async throws(ModelFailure) -> ModelAnswer {
        let format = state.withLock { $0.format }
        let body = ChatRequestBody.bytes(
            model: configuration.model, format: format, offer: configuration.offer, request: request,
            delimiter: delimiter())
        let call = ChatCall(
            url: configuration.endpoint,
            headers: [("Content-Type", "application/json"), ("Authorization", "Bearer \(configuration.apiKey)")],
            body: body, timeout: timeout)
        let response: ChatResponse
        do {
            response = try await transport.send(call)
        } catch {
            throw error == .timedOut ? .timeout : .unavailable(redacted(error.words))
        }
        let limits = RateLimits(headers: response.headers)
        state.withLock { $0.gate.note(limits, at: clock.now) }
        guard response.status == 200 else { throw failure(of: response, limits, format) }
        return try ChatReplyBody.answer(in: response.body, to: request)
    }

    private func failure(of response: ChatResponse, _ limits: RateLimits, _ format: AnswerFormat) -> ModelFailure {
        let (code, message) = ChatReplyBody.fault(in: response.body)
        let words = redacted("\(response.status) \(message)")
        switch response.status {
        case 401, 403: return .unauthorized
        case 404: return .modelNotFound(configuration.model)
        case 429: return .rateLimited(retryAfter: limits.retryAfter ?? limits.requestsReset ?? limits.tokensReset)
        case 500...: return .unavailable(words)
        case 400 where code == "json_validate_failed": return .malformed("the model wrote no valid JSON")
        case 400, 422:
            guard
                message.contains("response_format") || message.contains("json_schema")
                    || message.contains("json_object"),
                let looser = format.looser
            else { return .refused(words) }
            state.withLock { $0.format = max($0.format, looser) }
            return .malformed("the server does not take this answer format; the looser one is used from now on")
        default: return .refused(words)
        }
    }

    /// Servers quote keys in their errors; logs must not.
    private func redacted(_ text: String) -> String {
        configuration.apiKey.isEmpty
            ? text
            : text.split(separator: configuration.apiKey, omittingEmptySubsequences: false)
                .joined(separator: "[key]")
    }

    /// 128 random bits in hexadecimal.
    static func randomWord() -> String {
        String(UInt64.random(in: .min ... .max), radix: 16) + String(UInt64.random(in: .min ... .max), radix: 16)
    }
}

extension ModelFailure {
    fileprivate var isWorthNotice: Bool {
        switch self {
        case .unauthorized, .modelNotFound: true
        default: false
        }
    }
}

extension ChatTransportError {
    fileprivate var words: String {
        switch self {
        case .timedOut: "timed out"
        case .failed(let words): words
        }
    }
}
