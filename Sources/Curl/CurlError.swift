/// Why an HTTP request brought no response. SMTP has its own, finer answer: ``SMTPOutcome``.
public struct CurlError: Error, Sendable, Equatable {
    /// The kind of failure, as far as a caller may want to act on it.
    public enum Kind: String, Sendable, Equatable, CaseIterable {
        /// The request itself cannot be sent; the caller has to change it.
        case invalidRequest
        /// The calling task was cancelled.
        case cancelled
        /// The transport was shut down before the response was complete.
        case shutDown
        /// The host name has no address.
        case unresolvable
        /// No connection came about.
        case unreachable
        /// The connection broke or the answer was no HTTP.
        case connectionLost
        /// One of the request's two time limits passed.
        case timedOut
        /// The certificate or the TLS session is not acceptable.
        case tls
        /// The response is larger than ``HTTPRequest/maxResponseBytes``.
        case responseTooLarge
        /// Anything else; ``CurlError/curlCode`` tells what.
        case other
    }

    public let kind: Kind
    /// The raw `CURLcode`, 0 when libcurl was not asked or did not fail.
    public let curlCode: Int
    /// One sentence for a person, and what to do next.
    public let message: String

    /// True when the same request may succeed a little later without anybody changing anything.
    public var isRetriable: Bool {
        switch kind {
        case .unresolvable, .unreachable, .connectionLost, .timedOut: true
        case .invalidRequest, .cancelled, .shutDown, .tls, .responseTooLarge, .other: false
        }
    }

    init(_ kind: Kind, curlCode: Int = 0, _ message: String) {
        self.kind = kind
        self.curlCode = curlCode
        self.message = message
    }
}

extension CurlError: CustomStringConvertible {
    public var description: String { message }
}

extension CurlError {
    static let shutDown = CurlError(.shutDown, "The transport was shut down before the response came.")
    static let cancelled = CurlError(.cancelled, "The request was cancelled.")

    /// The meaning of a failed transfer to `host` (libcurl-errors(3)).
    ///
    /// - Parameter detail: libcurl's error buffer, which never holds a password or a header.
    init(curlCode: Int, detail: String, host: String) {
        switch curlCode {
        case 3:
            self.init(.invalidRequest, curlCode: curlCode, "The URL cannot be used: \(detail). Correct it.")
        case 5, 6:
            self.init(
                .unresolvable, curlCode: curlCode, "\(host) has no address (\(detail)). Check the host name and DNS.")
        case 7:
            self.init(
                .unreachable, curlCode: curlCode, "\(host) does not answer (\(detail)). Check host, port and network.")
        case 28:
            self.init(.timedOut, curlCode: curlCode, "\(host) was too slow (\(detail)).")
        case _ where TLSVerdict.codes.contains(curlCode):
            self.init(.tls, curlCode: curlCode, TLSVerdict.sentence(curlCode: curlCode, detail: detail, host: host))
        case 1, 8, 18, 52, 55, 56, 92:
            self.init(.connectionLost, curlCode: curlCode, "The connection to \(host) broke (\(detail)).")
        default:
            self.init(.other, curlCode: curlCode, "The transfer with \(host) failed (curl \(curlCode): \(detail)).")
        }
    }
}
