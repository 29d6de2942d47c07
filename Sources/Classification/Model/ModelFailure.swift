/// Why a model gave no usable answer.
package enum ModelFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// No usable answer within the time budget, first try and retry included.
    case timeout
    /// The server demands a wait, or is about to; nil when it named no time.
    case rateLimited(retryAfter: Duration?)
    /// The server could not be reached, or answered with an internal error.
    case unavailable(String)
    /// The answer was not the requested JSON object.
    case malformed(String)
    /// The answer's intent is not one of the allowed labels.
    case unknownLabel(String)
    /// The quoted evidence does not occur in the writer's own words.
    case evidenceMissing
    /// 401 or 403: the key is wrong.
    case unauthorized
    /// 404: the server does not know the model.
    case modelNotFound(String)
    /// Too many failures in a row; the model is left alone for a while.
    case breakerOpen
    /// The server rejects the request itself (400, 413, 422).
    case refused(String)

    package var description: String {
        switch self {
        case .timeout: "LLM timeout after retries"
        case .rateLimited(let wait?): "model rate limit reached; free again in \(wait.inWholeSeconds) s"
        case .rateLimited(nil): "model rate limit reached"
        case .unavailable(let what): "model unavailable: \(what)"
        case .malformed(let what): "model answer malformed: \(what)"
        case .unknownLabel(let label): "model answered with the unknown label '\(label)'"
        case .evidenceMissing: "the model's evidence does not occur in the reply"
        case .unauthorized: "the model server refuses the key; check GROQ_API_KEY"
        case .modelNotFound(let name): "the model server does not know '\(name)'; set GROQ_MODEL to one it lists"
        case .breakerOpen: "model left alone after repeated failures; it is tried again shortly"
        case .refused(let what): "the model server refuses the request: \(what)"
        }
    }

    /// Whether a second try inside the same budget has a chance.
    var isRetriable: Bool {
        switch self {
        case .rateLimited, .unavailable, .malformed, .unknownLabel, .evidenceMissing: true
        case .timeout, .unauthorized, .modelNotFound, .breakerOpen, .refused: false
        }
    }

    /// Whether the failure concerns the server rather than this one text.
    var countsAgainstServer: Bool {
        switch self {
        case .timeout, .unavailable, .unauthorized, .modelNotFound: true
        case .rateLimited, .malformed, .unknownLabel, .evidenceMissing, .breakerOpen, .refused: false
        }
    }
}

extension Duration {
    var inWholeSeconds: Int64 { components.seconds + (components.attoseconds > 0 ? 1 : 0) }
}
