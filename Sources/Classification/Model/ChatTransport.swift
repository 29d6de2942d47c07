/// One call of an OpenAI-compatible chat endpoint.
public struct ChatCall: Sendable {
    /// The full address, `…/chat/completions`.
    public let url: String
    /// Header fields; `Authorization` among them, so this value must not be logged.
    public let headers: [(name: String, value: String)]
    public let body: [UInt8]
    /// What is left of the time budget; the transport gives up by then.
    public let timeout: Duration
}

/// What the server answered, whatever its status.
public struct ChatResponse: Sendable {
    public let status: Int
    /// Header fields by lower-cased name.
    public let headers: [String: String]
    public let body: [UInt8]

    public init(status: Int, headers: [String: String] = [:], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// Why no answer came at all.
public enum ChatTransportError: Error, Hashable, Sendable {
    case timedOut
    /// In words for the log, without secrets.
    case failed(String)
}

/// Carries a chat call to the server: libcurl in production, a script in tests.
public protocol ChatTransport: Sendable {
    func send(_ call: ChatCall) async throws(ChatTransportError) -> ChatResponse
}
