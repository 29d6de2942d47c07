import Curl
import Text

/// Requests to one service of AWS, signed with the credentials valid at that moment.
struct SignedRequests: Sendable {
    let region: String
    /// The name by which it is signed, such as `ses`.
    let service: String
    /// Scheme and host, without a slash at its end.
    let baseURL: String
    let chain: CredentialChain
    /// Seconds since 1970.
    let now: @Sendable () -> Int64

    /// - Parameter headers: signed, and sent as they are.
    func request(
        _ method: String, _ path: String, headers: [(name: String, value: String)], body: [UInt8]?,
        timeout: Duration = .seconds(60)
    ) async throws(SESFailure) -> HTTPRequest {
        let credentials = try await chain.credentials()
        var request = HTTPRequest(method: method, url: baseURL + path, body: body, timeout: timeout)
        for header in headers { request.headers.add(header.name, header.value) }
        let signature = SigV4(credentials, region: region, service: service).headers(
            for: SigV4.Request(
                method: method, host: String(baseURL.split(separator: "/")[1]), path: path, headers: headers,
                body: body ?? []),
            at: now())
        for header in signature { request.headers.add(header.name, header.value) }
        return request
    }

    /// The failure in a response other than 200. The error's name is in a header, or in the body with its namespace; the message has
    /// either spelling.
    func failure(_ response: HTTPResponse, wasSending: Bool) -> SESFailure {
        let json = try? JSON(reading: response.body)
        let name = response.headers["X-Amzn-Errortype"] ?? json?["__type"]?.text ?? "Error"
        let type = name.prefix { $0 != ":" }.split(separator: "#").last.map(String.init) ?? name
        let message = (json?["message"] ?? json?["Message"])?.text ?? "no reason given"
        let failure = SESFailure(status: response.status, type: type, message: message, wasSending: wasSending)
        if failure.kind == .credentials || failure.kind == .credentialsAway { chain.forget() }
        return failure
    }
}
