/// One call of an OpenAI-compatible chat endpoint.
package struct ChatCall: Sendable {
    /// The full address, `…/chat/completions`.
    package let url: String
    /// Header fields; `Authorization` among them, so this value must not be logged.
    package let headers: [(name: String, value: String)]
    package let body: [UInt8]
    /// The rest of the time budget; the transport gives up by then.
    package let timeout: Duration
}

/// The server's answer, whatever its status.
package struct ChatResponse: Sendable {
    package let status: Int
    /// Header fields by lower-cased name.
    package let headers: [String: String]
    package let body: [UInt8]

    package init(status: Int, headers: [String: String] = [:], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// Why no answer came.
package enum ChatTransportError: Error, Hashable, Sendable {
    case timedOut
    /// In words for the log, without secrets.
    case failed(String)
}

/// Carries a chat call to the server: libcurl in production, a script in tests.
package protocol ChatTransport: Sendable {
    func send(_ call: ChatCall) async throws(ChatTransportError) -> ChatResponse
}
