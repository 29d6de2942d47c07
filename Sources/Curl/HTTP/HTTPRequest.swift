/// One HTTP request. Redirects are not followed: an API that moves is a fault for its caller to see.
public struct HTTPRequest: Sendable, Equatable {
    public var method: String
    /// An `http` or `https` URL; other schemes are refused.
    public var url: String
    public var headers: HTTPHeaders
    /// Nil for a request without content; empty for one with content of length 0.
    public var body: [UInt8]?
    /// Until the whole response is here, connecting included. At least 1 ms.
    public var timeout: Duration
    /// Until the connection and its TLS session stand. At least 1 ms.
    public var connectTimeout: Duration
    /// A PEM file of issuers to trust in place of the system's.
    public var caFile: String?
    /// The largest body accepted; one byte more fails with ``CurlError/Kind/responseTooLarge``.
    public var maxResponseBytes: Int
    /// Whether only public internet addresses are allowed: for URLs that people type. Such a request goes through no proxy, and the
    /// resolved address is checked once the connection stands, before anything of the request is written.
    public var isOnlyForPublicAddresses = false

    public init(
        method: String = "GET", url: String, headers: HTTPHeaders = HTTPHeaders(), body: [UInt8]? = nil,
        timeout: Duration = .seconds(30), connectTimeout: Duration = .seconds(10), caFile: String? = nil,
        maxResponseBytes: Int = 4 << 20
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.connectTimeout = connectTimeout
        self.caFile = caFile
        self.maxResponseBytes = maxResponseBytes
    }
}

// Header values are API keys often enough: no description, dump or log line shows them.
extension HTTPRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "\(method) \(url)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror {
        Mirror(self, children: ["method": method, "url": url, "headers": headers.fields.map(\.name)])
    }
}

extension HTTPRequest {
    /// Refuses what would let a value end its line and start another (RFC 9112 section 11.1).
    func validate() throws(CurlError) {
        guard !method.isEmpty, method.utf8.allSatisfy(\.isTokenCharacter) else {
            throw CurlError(.invalidRequest, "The HTTP method is not a token.")
        }
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            throw CurlError(.invalidRequest, "The URL holds a space or a control character; encode it.")
        }
        guard ["http", "https"].contains(url.prefix { $0 != ":" }.lowercased()) else {
            throw CurlError(.invalidRequest, "The URL's scheme is neither http nor https.")
        }
        for field in headers.fields {
            guard !field.name.isEmpty, field.name.utf8.allSatisfy(\.isTokenCharacter) else {
                throw CurlError(.invalidRequest, "A header name is not a token.")
            }
            guard field.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
                throw CurlError(.invalidRequest, "The value of header \(field.name) holds a control character.")
            }
        }
        guard (caFile ?? "").utf8.allSatisfy({ $0 != 0 }) else {
            throw CurlError(.invalidRequest, "The CA file's path holds a NUL.")
        }
    }

    /// The authority of the URL, for messages; without user and password.
    var host: String {
        guard let start = url.firstRange(of: "://")?.upperBound else { return "the server" }
        let authority = url[start...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        return String(authority.split(separator: "@", omittingEmptySubsequences: false).last ?? authority)
    }
}

extension UInt8 {
    /// tchar of RFC 9110 section 5.6.2.
    fileprivate var isTokenCharacter: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x5E, 0x5F, 0x60, 0x7C, 0x7E: true
        default: false
        }
    }
}
