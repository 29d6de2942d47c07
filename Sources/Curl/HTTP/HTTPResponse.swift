/// A complete response, whatever its status: a 500 is an answer, not a ``CurlError``.
public struct HTTPResponse: Sendable, Equatable {
    public let status: Int
    public let headers: HTTPHeaders
    /// The content as received; no content coding is asked for and none is undone.
    public let body: [UInt8]

    public init(status: Int, headers: HTTPHeaders, body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
