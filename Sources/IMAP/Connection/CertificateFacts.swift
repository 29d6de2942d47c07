import Glibc

/// The facts about a certificate that explain why it is not trusted.
struct CertificateFacts: Hashable, Sendable {
    /// Seconds since 1970.
    var notBefore: Int64
    var notAfter: Int64
    /// Issuer and subject are the same.
    var isSelfIssued: Bool

    var reasonForDistrust: TLSFailure { reasonForDistrust(at: Int64(time(nil))) }

    func reasonForDistrust(at now: Int64) -> TLSFailure {
        if now > notAfter { return .expired }
        if now < notBefore { return .notYetValid }
        return isSelfIssued ? .selfSigned : .untrustedIssuer
    }

    /// Compares issuer and subject of a DER certificate: in `TBSCertificate` (RFC 5280 section 4.1) these are the
    /// elements before and after the validity, which follow version, serial number and algorithm.
    static func isSelfIssued(_ certificate: [UInt8]) -> Bool {
        var outer = DERElements(certificate[...])
        guard let whole = outer.next() else { return false }
        var signed = DERElements(whole.content)
        guard let toBeSigned = signed.next() else { return false }
        var fields = DERElements(toBeSigned.content)
        guard let first = fields.next() else { return false }
        if first.tag == 0xA0 { _ = fields.next() }  // The version is left out by version 1.
        guard fields.next() != nil, let issuer = fields.next(), fields.next() != nil, let subject = fields.next() else {
            return false
        }
        return issuer.content == subject.content
    }
}

/// The elements of a DER sequence, one after another (X.690 section 8.1).
struct DERElements {
    private var bytes: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    /// Nil at the end, and for what is not DER.
    mutating func next() -> (tag: UInt8, content: ArraySlice<UInt8>)? {
        guard let tag = bytes.popFirst(), let length = length(), length <= bytes.count else { return nil }
        defer { bytes = bytes.dropFirst(length) }
        return (tag, bytes.prefix(length))
    }

    private mutating func length() -> Int? {
        guard let first = bytes.popFirst() else { return nil }
        guard first >= 0x80 else { return Int(first) }
        guard first & 0x7F <= 4 else { return nil }
        var length = 0
        for _ in 0..<(first & 0x7F) {
            guard let byte = bytes.popFirst() else { return nil }
            length = length << 8 | Int(byte)
        }
        return length
    }
}
