import Text

/// The public key of an X.509 certificate (RFC 5280 section 4.1), and nothing else of it: its address tells its owner.
enum CertificateKey {
    /// - Parameter pem: one certificate in PEM (RFC 7468).
    /// - Returns: a SubjectPublicKeyInfo in DER; nil for anything that is not a certificate.
    static func read(pem: [UInt8]) -> [UInt8]? {
        let text = String(decoding: pem, as: UTF8.self)
        guard let start = text.firstRange(of: "-----BEGIN CERTIFICATE-----"),
            let end = text[start.upperBound...].firstRange(of: "-----END CERTIFICATE-----"),
            let der = Base64.decoded(text[start.upperBound..<end.lowerBound].utf8.filter { $0 > 0x20 })
        else { return nil }
        return key(in: der[...])
    }

    /// Certificate → tbsCertificate → version, serial number, algorithm, issuer, validity, subject, and then the key.
    private static func key(in der: ArraySlice<UInt8>) -> [UInt8]? {
        var certificate = DERReader(der)
        guard let outer = certificate.next(tag: sequence) else { return nil }
        var inside = DERReader(outer.content)
        guard let signed = inside.next(tag: sequence) else { return nil }
        var fields = DERReader(signed.content)
        // The version is left out where it is the first.
        if fields.rest.first == version { _ = fields.next(tag: version) }
        guard fields.next(tag: number) != nil else { return nil }
        for _ in 0..<4 { guard fields.next(tag: sequence) != nil else { return nil } }
        return fields.next(tag: sequence).map { Array($0.whole) }
    }

    private static let sequence: UInt8 = 0x30
    private static let number: UInt8 = 0x02
    private static let version: UInt8 = 0xA0
}

/// Reads values one after another (X.690 section 8.1), with lengths of up to three octets.
private struct DERReader {
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// The next value if it has this tag; nil for another tag, and for truncated data.
    mutating func next(tag: UInt8) -> (whole: ArraySlice<UInt8>, content: ArraySlice<UInt8>)? {
        guard rest.first == tag, rest.count >= 2 else { return nil }
        let start = rest.startIndex
        var length = Int(rest[start + 1])
        var contentStart = start + 2
        if length >= 0x80 {
            let count = length - 0x80
            guard (1...3).contains(count), rest.count >= 2 + count else { return nil }
            length = rest[contentStart..<contentStart + count].reduce(0) { $0 << 8 | Int($1) }
            contentStart += count
        }
        guard length <= rest.endIndex - contentStart else { return nil }
        let end = contentStart + length
        defer { rest = rest[end...] }
        return (rest[start..<end], rest[contentStart..<end])
    }
}
