import Timing

/// How the model server behaves.
package struct GroqOptions: Sendable {
    /// The accepted bearer token; nil accepts any.
    package var apiKey: String?
    /// The models that exist, as `GET /openai/v1/models` lists them; any other is `model_not_found`.
    package var models: [String]
    /// Answers to give before `reply` is asked, first to last, one a request.
    package var script: [GroqAnswer] = []
    /// The answer to a request when the script is empty. It runs on a server thread and must not wait.
    package var reply: @Sendable (ChatRequest) -> GroqAnswer

    package init(
        apiKey: String? = nil, models: [String] = ["llama-3.3-70b-versatile", "llama-3.1-8b-instant"],
        reply: @escaping @Sendable (ChatRequest) -> GroqAnswer
    ) {
        self.apiKey = apiKey
        self.models = models
        self.reply = reply
    }
}

/// The model server's decisions: a request in, an answer out, and every chat request kept.
struct GroqDesk: Sendable {
    var options: GroqOptions
    /// The chat requests so far, oldest first.
    private(set) var requests: [ChatRequest] = []

    init(_ options: GroqOptions) { self.options = options }

    mutating func steps(for request: WebRequest, now: Timestamp) -> [WireStep] {
        if let key = options.apiKey, request.headers["authorization"] != "Bearer \(key)" {
            return respond(.invalidKey, to: request, model: "", now: now)
        }
        switch (request.method, request.target) {
        case ("GET", "/openai/v1/models"):
            return HTTPResponse(200, json: GroqBody.models(options.models)).steps(keepsAlive: request.keepsAlive)
        case ("POST", "/openai/v1/chat/completions"):
            return chat(request, now: now)
        default:
            let answer = GroqAnswer.failure(
                status: 404, type: "invalid_request_error", code: "unknown_url",
                message: "Unknown request URL: \(request.method) \(request.target)")
            return respond(answer, to: request, model: "", now: now)
        }
    }

    private mutating func chat(_ request: WebRequest, now: Timestamp) -> [WireStep] {
        guard let chat = ChatRequest(json: request.body) else {
            return respond(.invalidRequest("the body needs model and messages"), to: request, model: "", now: now)
        }
        requests.append(chat)
        let answer: GroqAnswer
        if !options.script.isEmpty {
            answer = options.script.removeFirst()
        } else {
            answer = options.models.contains(chat.model) ? options.reply(chat) : .modelNotFound(chat.model)
        }
        return respond(answer, to: request, model: chat.model, now: now)
    }

    private func respond(
        _ answer: GroqAnswer, to request: WebRequest, model: String, now: Timestamp
    ) -> [WireStep] {
        let keepsAlive = request.keepsAlive
        switch answer {
        case .completion(let content):
            return HTTPResponse(200, json: completion(content, model, now)).steps(keepsAlive: keepsAlive)
        case .rateLimited(let wait):
            return rateLimited(wait).steps(keepsAlive: keepsAlive)
        case .failure(let status, let type, let code, let message):
            let body = GroqBody.error(message: message, type: type, code: code)
            return HTTPResponse(status, json: body).steps(keepsAlive: keepsAlive)
        case .nonsense(let text):
            return HTTPResponse(200, json: Array(text.utf8)).steps(keepsAlive: keepsAlive)
        case .truncated(let count, let content):
            let response = HTTPResponse(200, json: completion(content, model, now))
            return [.send(response.head(keepsAlive: keepsAlive) + response.body.prefix(max(count, 0))), .close]
        case .late(let wait, let inner):
            return [.pause(wait)] + respond(inner, to: request, model: model, now: now)
        case .drop: return [.close]
        case .silence: return [.hold]
        }
    }

    private func completion(_ content: String, _ model: String, _ now: Timestamp) -> [UInt8] {
        GroqBody.completion(content, id: "chatcmpl-\(requests.count)", model: model, created: now.secondsSince1970)
    }

    /// Groq's own headers: requests count by the day, tokens by the minute.
    private func rateLimited(_ wait: Duration) -> HTTPResponse {
        let seconds = max(1, Int(wait.inSeconds.rounded(.up)))
        let body = GroqBody.error(
            message: "Rate limit reached. Please try again in \(seconds)s.", type: "tokens",
            code: "rate_limit_exceeded")
        return HTTPResponse(
            429, json: body,
            headers: [
                ("retry-after", "\(seconds)"), ("x-ratelimit-limit-requests", "14400"),
                ("x-ratelimit-remaining-requests", "14370"), ("x-ratelimit-reset-requests", "2m59.56s"),
                ("x-ratelimit-limit-tokens", "18000"), ("x-ratelimit-remaining-tokens", "0"),
                ("x-ratelimit-reset-tokens", "\(seconds)s"),
            ])
    }
}
