/// A certificate authority made for one test process, and the certificates it signs.
public struct CertificateAuthority: Sendable {
    /// The PEM file a client trusts.
    public let caFile: String
    private let folder: String

    /// A certificate with its private key, both PEM files.
    public struct Identity: Sendable {
        /// The certificate.
        public let certificateFile: String
        /// Its unencrypted private key.
        public let keyFile: String
    }

    /// Makes a key and a self-signed root certificate.
    public static func make() async throws -> CertificateAuthority {
        let folder = try RunFolder.fresh("ca")
        let authority = CertificateAuthority(caFile: folder + "/ca.pem", folder: folder)
        try await openssl(
            ["req", "-x509", "-subj", "/CN=Mosaic test authority", "-days", "2", "-out", authority.caFile]
                + newKey(folder + "/ca.key"))
        return authority
    }

    /// Signs a certificate for these names, host names or IPv4 addresses.
    public func issue(for names: [String] = ["localhost", "127.0.0.1"]) async throws -> Identity {
        let place = try RunFolder.fresh("certificate")
        let identity = Identity(certificateFile: place + "/certificate.pem", keyFile: place + "/key.pem")
        let entries = names.map { $0.allSatisfy { $0.isNumber || $0 == "." } ? "IP:\($0)" : "DNS:\($0)" }
        try Files.write("subjectAltName=\(entries.joined(separator: ","))\n", to: place + "/names")
        try await openssl(
            ["req", "-subj", "/CN=\(names.first ?? "localhost")", "-out", place + "/request"] + newKey(identity.keyFile)
        )
        try await openssl([
            "x509", "-req", "-in", place + "/request", "-CA", caFile, "-CAkey", folder + "/ca.key", "-CAcreateserial",
            "-days", "2", "-extfile", place + "/names", "-out", identity.certificateFile,
        ])
        return identity
    }

    private func openssl(_ arguments: [String]) async throws { try await Self.openssl(arguments) }
    private func newKey(_ path: String) -> [String] { Self.newKey(path) }

    private static func openssl(_ arguments: [String]) async throws {
        try await run("/usr/bin/openssl", arguments)
    }

    private static func newKey(_ path: String) -> [String] {
        ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", path]
    }
}
