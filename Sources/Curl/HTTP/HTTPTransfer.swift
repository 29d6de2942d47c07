import CLibCurl

/// One HTTP exchange on the curl thread: the easy handle, what arrived so far, and who waits for it.
final class HTTPTransfer: Transfer {
    typealias Waiter = CheckedContinuation<Result<HTTPResponse, CurlError>, Never>

    /// Header bytes accepted in one response; real APIs stay under 16 KiB.
    private static let maxHeaderBytes = 256 << 10

    private let easy: EasyHandle
    private let request: HTTPRequest
    private let gate: RequestGate?
    private var waiter: Waiter?
    private var headers = HTTPHeaders()
    private var headerBytes = 0
    private var body: [UInt8] = []
    private var refusal: CurlError?

    var handle: EasyHandle.Pointer? { waiter == nil ? nil : easy.pointer }
    var isOver: Bool { waiter == nil }

    /// Prepares the exchange; on a fault the waiter hears of it at once and `isOver` is true.
    init?(_ request: HTTPRequest, through gate: RequestGate?, waiter: Waiter) {
        guard let easy = EasyHandle() else {
            waiter.resume(returning: .failure(CurlError(.other, "libcurl gave no handle: out of memory.")))
            return nil
        }
        self.easy = easy
        self.request = request
        self.gate = gate
        self.waiter = waiter
        do throws(CurlError) {
            try configure()
        } catch {
            finish(.failure(error))
        }
    }

    private func configure() throws(CurlError) {
        try easy.setCommon(
            url: request.url, protocols: "http,https", caFile: request.caFile, connectTimeout: request.connectTimeout)
        try easy.set(CURLOPT_TIMEOUT_MS, request.timeout.curlMilliseconds)
        if let body = request.body { try easy.setBody(body) }
        // After the body, which makes it a POST.
        switch (request.method, request.body) {
        case ("HEAD", nil): try easy.set(CURLOPT_NOBODY, 1)
        case ("GET", nil): try easy.set(CURLOPT_HTTPGET, 1)
        default: try easy.set(CURLOPT_CUSTOMREQUEST, request.method)
        }
        try easy.setHeaders(request.headers)
        let context = Unmanaged.passUnretained(self).toOpaque()
        if gate != nil { try easy.setWrittenOnce() }
        if request.isOnlyForPublicAddresses { try easy.set(CURLOPT_PROXY, "") }
        if gate != nil || request.isOnlyForPublicAddresses {
            try easy.setPrerequisite(context) { context, address, _, _, _ in
                HTTPTransfer.at(context).mayWrite(to: address) ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
            }
        }
        try easy.setBodyCallback(context) { bytes, size, count, context in
            HTTPTransfer.at(context).take(body: UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
        try easy.setHeaderCallback(context) { bytes, size, count, context in
            HTTPTransfer.at(context).take(header: UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
    }

    /// libcurl hands back the pointer that `configure` gave it; the transfer outlives its handle, which it owns.
    private static func at(_ context: UnsafeMutableRawPointer?) -> HTTPTransfer {
        Unmanaged.fromOpaque(context!).takeUnretainedValue()
    }

    /// - Parameter address: the other end of the connection, in figures; a string of libcurl's own for this call.
    private func mayWrite(to address: UnsafePointer<CChar>?) -> Bool {
        if request.isOnlyForPublicAddresses, !PublicAddress.isPublic(address.map { String(cString: $0) } ?? "") {
            refusal = CurlError(
                .invalidRequest,
                "\(request.host) is an address of this machine or of a private network, which requests like this may not reach."
            )
            return false
        }
        return gate?.pass() ?? true
    }

    /// Returning another count than the one offered makes libcurl fail the transfer (CURLOPT_WRITEFUNCTION(3)).
    private func take(body bytes: UnsafeRawBufferPointer) -> Int {
        guard bytes.count <= request.maxResponseBytes - body.count else {
            refusal = CurlError(
                .responseTooLarge,
                "The response of \(request.host) is larger than the \(request.maxResponseBytes) bytes allowed.")
            return 0
        }
        body.append(contentsOf: bytes)
        return bytes.count
    }

    private func take(header line: UnsafeRawBufferPointer) -> Int {
        headerBytes += line.count
        guard headerBytes <= Self.maxHeaderBytes else {
            refusal = CurlError(.responseTooLarge, "The response headers of \(request.host) are too large.")
            return 0
        }
        // A status line starts a new response: a 100 Continue came before it, or a proxy's answer.
        if line.starts(with: "HTTP/".utf8) {
            headers = HTTPHeaders()
        } else if let field = HTTPHeaders.field(ofLine: line) {
            headers.add(field.name, field.value)
        }
        return line.count
    }

    func curlFinished(_ code: CURLcode) {
        if let refusal { return finish(.failure(refusal)) }
        guard code == CURLE_OK else {
            let error = CurlError(curlCode: Int(code.rawValue), detail: easy.errorText(code), host: request.host)
            return finish(.failure(error))
        }
        finish(.success(HTTPResponse(status: easy.long(CURLINFO_RESPONSE_CODE), headers: headers, body: body)))
    }

    func interrupt(_ reason: StopReason, now: ContinuousClock.Instant) {
        finish(.failure(reason == .cancelled ? .cancelled : .shutDown))
    }

    private func finish(_ result: Result<HTTPResponse, CurlError>) {
        waiter?.resume(returning: result)
        waiter = nil
    }
}
