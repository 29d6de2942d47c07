import Testing

@testable import IMAP

@Suite struct CertificateFactsTests {
    @Test(
        arguments: [
            (99, false, TLSFailure.notYetValid), (100, true, .selfSigned), (200, false, .untrustedIssuer),
            (201, true, .expired), (201, false, .expired),
        ] as [(Int64, Bool, TLSFailure)])
    func datesComeBeforeTheIssuer(_ now: Int64, _ isSelfIssued: Bool, _ reason: TLSFailure) {
        let facts = CertificateFacts(notBefore: 100, notAfter: 200, isSelfIssued: isSelfIssued)
        #expect(facts.reasonForDistrust(at: now) == reason)
    }

    /// TBSCertificate reduced to its shape: version, serial number, algorithm, issuer, validity, subject.
    @Test func selfIssuedIsIssuerEqualToSubject() {
        func certificate(_ issuer: UInt8, _ subject: UInt8, version: [UInt8] = [0xA0, 1, 2]) -> [UInt8] {
            let fields = version + [2, 1, 5, 0x30, 0, 0x30, 1, issuer, 0x30, 0, 0x30, 1, subject]
            return [0x30, UInt8(fields.count + 2), 0x30, UInt8(fields.count)] + fields
        }
        #expect(CertificateFacts.isSelfIssued(certificate(7, 7)))
        #expect(!CertificateFacts.isSelfIssued(certificate(7, 8)))
        #expect(CertificateFacts.isSelfIssued(certificate(7, 7, version: [])))
        for length in certificate(7, 7).indices {
            #expect(!CertificateFacts.isSelfIssued(Array(certificate(7, 7)[..<length])))
        }
        #expect(!CertificateFacts.isSelfIssued([0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF, 0]))
    }
}
