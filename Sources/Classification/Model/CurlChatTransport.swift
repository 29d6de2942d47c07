package import Curl

/// Chat calls over libcurl.
package struct CurlChatTransport: ChatTransport {
    private let transport: CurlTransport
    private let caFile: String?
    /// A verdict takes a few hundred bytes.
    private static let largestAnswer = 1 << 20

    /// `caFile` names the issuers to trust in place of the system's.
    package init(_ transport: CurlTransport, caFile: String? = nil) {
        self.transport = transport
        self.caFile = caFile
    }

    package func send(_ call: ChatCall) async throws(ChatTransportError) -> ChatResponse {
        let request = HTTPRequest(
            method: "POST", url: call.url,
            headers: HTTPHeaders(call.headers.map { .init(name: $0.name, value: $0.value) }),
            body: call.body, timeout: call.timeout, connectTimeout: min(call.timeout, .seconds(4)), caFile: caFile,
            maxResponseBytes: Self.largestAnswer)
        do {
            let response = try await transport.perform(request)
            let pairs = response.headers.fields.map { ($0.name.lowercased(), $0.value) }
            return ChatResponse(
                status: response.status, headers: Dictionary(pairs, uniquingKeysWith: { first, _ in first }),
                body: response.body)
        } catch {
            throw error.kind == .timedOut ? .timedOut : .failed(error.message)
        }
    }
}
