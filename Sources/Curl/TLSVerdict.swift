/// The TLS failures among libcurl's codes, and what a person can do about each (libcurl-errors(3)).
enum TLSVerdict {
    /// SSL_CONNECT_ERROR, SSL_CERTPROBLEM, SSL_CIPHER, PEER_FAILED_VERIFICATION, USE_SSL_FAILED, SSL_CACERT_BADFILE,
    /// SSL_ISSUER_ERROR, SSL_PINNEDPUBKEYNOTMATCH, SSL_INVALIDCERTSTATUS.
    static let codes: Set<Int> = [35, 58, 59, 60, 64, 77, 83, 90, 91]

    static func sentence(curlCode: Int, detail: String, host: String) -> String {
        switch curlCode {
        case 60:
            "The certificate of \(host) is not trusted or names another host (\(detail)). "
                + "Check the host name, or give the issuer's certificate as the CA file."
        case 64:
            "\(host) does not offer encryption (\(detail)). Nothing was sent in clear; check port and security."
        case 77:
            "The CA file cannot be read (\(detail)). Correct its path."
        default:
            "No encrypted session with \(host) came about (\(detail)). Check port and security."
        }
    }
}
