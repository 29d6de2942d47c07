import Crypto
import Text

/// AWS's Signature Version 4: headers that prove a request's sender and that nobody has changed it.
///
/// libcurl has a signer too, which signs unsorted queries, escaped paths and its own additions wrongly. This one signs
/// what botocore signs; `Tests/SESTests/Fixtures` holds two hundred requests with botocore's signatures.
package struct SigV4: Sendable {
    /// A request as it is sent.
    package struct Request: Sendable {
        package var method: String
        package var host: String
        /// Percent-encoded, as in the URL.
        package var path: String
        /// Percent-encoded, as in the URL, without the question mark.
        package var query: String
        /// All headers to be signed, without Host and those that the signature adds.
        package var headers: [(name: String, value: String)]
        package var body: [UInt8]

        package init(
            method: String, host: String, path: String, query: String = "",
            headers: [(name: String, value: String)] = [],
            body: [UInt8] = []
        ) {
            self.method = method
            self.host = host
            self.path = path
            self.query = query
            self.headers = headers
            self.body = body
        }
    }

    let credentials: AWSCredentials
    let region: String
    let service: String

    package init(_ credentials: AWSCredentials, region: String, service: String) {
        self.credentials = credentials
        self.region = region
        self.service = service
    }

    /// The headers that the signature adds: X-Amz-Date, X-Amz-Security-Token for temporary credentials, Authorization.
    ///
    /// - Parameter time: seconds since 1970. AWS refuses requests that are more than five minutes off.
    package func headers(for request: Request, at time: Int64) -> [(name: String, value: String)] {
        let stamp = Self.stamp(time)
        var added = [(name: "X-Amz-Date", value: stamp)]
        if let token = credentials.sessionToken { added.append((name: "X-Amz-Security-Token", value: token)) }
        let signed = Self.canonicalHeaders(request.headers + added + [(name: "Host", value: request.host)])
        let names = signed.map(\.name).joined(separator: ";")
        let canonical = [
            request.method.uppercased(), Self.canonicalPath(request.path), Self.canonicalQuery(request.query),
            signed.map { "\($0.name):\($0.value)\n" }.joined(), names, Self.hex(SHA256.hash(data: request.body)),
        ].joined(separator: "\n")
        let scope = "\(stamp.prefix(8))/\(region)/\(service)/aws4_request"
        let text = "AWS4-HMAC-SHA256\n\(stamp)\n\(scope)\n\(Self.hex(SHA256.hash(data: Array(canonical.utf8))))"
        let signature = Self.hex(Self.hmac(key(stamp.prefix(8)), text))
        added.append(
            (
                name: "Authorization",
                value: "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(scope), SignedHeaders=\(names), "
                    + "Signature=\(signature)"
            ))
        return added
    }

    /// A key for one day, region and service, which does not reveal the secret.
    private func key(_ day: Substring) -> [UInt8] {
        var key = Array("AWS4\(credentials.secretAccessKey)".utf8)
        for part in [String(day), region, service, "aws4_request"] { key = Self.hmac(key, part) }
        return key
    }

    private static func hmac(_ key: [UInt8], _ text: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: SymmetricKey(data: key)))
    }

    private static func hex(_ bytes: some Sequence<UInt8>) -> String { Hexadecimal.encoded(bytes) }
}
