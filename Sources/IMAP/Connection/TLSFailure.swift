import NIOSSL
import Text

/// Why a TLS session was not set up.
public enum TLSFailure: Error, Hashable, Sendable {
    /// The certificate's validity is over.
    case expired
    /// The certificate's validity has not begun, or our clock is wrong.
    case notYetValid
    /// The certificate is for other names than the host we asked for.
    case wrongHost(String)
    /// The server signed its own certificate.
    case selfSigned
    /// The certificate is not issued by a trusted authority.
    case untrustedIssuer
    /// The file with the trusted authorities, or the host name, cannot be used.
    case badConfiguration(String)
    /// The peer speaks no TLS we accept, or broke the handshake.
    case handshake(String)

    /// A broken handshake may be a passing fault; a certificate stays as it is until somebody acts.
    var isRetriable: Bool {
        if case .handshake = self { true } else { false }
    }
}

extension TLSFailure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .expired: "The server's certificate has expired. Ask its operator to renew it."
        case .notYetValid: "The server's certificate is not valid yet. Check the clock of this machine."
        case .wrongHost(let host): "The server's certificate is not for \(host). Check the host name in the settings."
        case .selfSigned: "The server's certificate is self-signed. Name it as trusted roots, or get a public one."
        case .untrustedIssuer: "Nobody we trust issued the server's certificate. Name its authority as trusted roots."
        case .badConfiguration(let what):
            "TLS cannot be used with these settings (\(what)). Check host and trusted roots."
        case .handshake(let what):
            "The TLS handshake failed (\(what)). Check that the port speaks TLS: 993 does, 143 needs STARTTLS."
        }
    }
}

extension TLSFailure {
    /// The meaning of an error of the TLS handler during the handshake; nil when it is not about TLS.
    init?(_ error: any Error, host: String) {
        switch error {
        case let failure as TLSFailure: self = failure
        case let extra as NIOSSLExtraError where extra == .failedToValidateHostname: self = .wrongHost(host)
        case let extra as NIOSSLExtraError: self = .handshake("\(extra)")
        case NIOSSLError.handshakeFailed(let reason) where "\(reason)".contains("CERTIFICATE_VERIFY_FAILED"):
            self = .untrustedIssuer
        case NIOSSLError.handshakeFailed(let reason): self = .handshake(Self.short("\(reason)"))
        case let error as NIOSSLError: self = .handshake("\(error)")
        case let error as BoringSSLError: self = .handshake(Self.short("\(error)"))
        default: return nil
        }
    }

    /// BoringSSL's errors carry source paths; the name of the error is enough.
    private static func short(_ reason: String) -> String {
        let names = reason.split(separator: ":").filter { name in
            name.utf8.contains(UInt8(ascii: "_"))
                && name.utf8.allSatisfy { $0 == UInt8(ascii: "_") || $0.asciiUppercased == $0 }
        }
        return names.first.map { String($0.prefix { $0 != " " }) } ?? "the peer closed it"
    }
}
