/// The model server's treatment of one request.
package indirect enum GroqAnswer: Hashable, Sendable {
    /// A chat completion with this content.
    case completion(String)
    /// 429 with `retry-after` and the `x-ratelimit-*` headers.
    case rateLimited(retryAfter: Duration)
    /// An error object in the API's shape, such as 500 `internal_server_error`.
    case failure(status: Int, type: String, code: String?, message: String)
    /// 200 with a body that is not a completion.
    case nonsense(String)
    /// The completion's body cut after this many bytes, then the connection closed.
    case truncated(afterBytes: Int, content: String)
    /// The answer after a wait.
    case late(Duration, GroqAnswer)
    /// The connection closed without an answer.
    case drop
    /// No answer, and the connection left open.
    case silence

    package static let serverError = GroqAnswer.failure(
        status: 500, type: "internal_server_error", code: nil, message: "Internal Server Error")
    package static let overloaded = GroqAnswer.failure(
        status: 503, type: "internal_server_error", code: nil, message: "Service Unavailable")
    package static let invalidKey = GroqAnswer.failure(
        status: 401, type: "invalid_request_error", code: "invalid_api_key", message: "Invalid API Key")

    static func modelNotFound(_ model: String) -> GroqAnswer {
        .failure(
            status: 404, type: "invalid_request_error", code: "model_not_found",
            message: "The model `\(model)` does not exist or you do not have access to it.")
    }

    static func invalidRequest(_ message: String) -> GroqAnswer {
        .failure(status: 400, type: "invalid_request_error", code: nil, message: message)
    }
}
