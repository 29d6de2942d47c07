import Crypto
import CryptoExtras
package import Curl
import Synchronization

/// Takes in SNS's posts over HTTPS. Anybody may write to that address, so a post without a valid signature does not count.
package final class SNSPost: Sendable {
    /// The kind of a post.
    package enum News: Sendable, Hashable {
        /// A notification of the topic, as SES wrote it.
        case event([UInt8])
        /// The topic is subscribed to from now on.
        case confirmed
        /// It is subscribed to no more.
        case ended
    }

    /// Why a post was not accepted.
    package enum Refusal: Error, Sendable, Hashable {
        /// It does not even claim to be about our topic.
        case stranger
        /// It claims to be, but is not valid: trying again is useless.
        case notOurs(String)
        /// SNS could not be asked: the post may come again.
        case notNow(String)
    }

    /// Fetches one of SNS's addresses; nil if it does not answer with 200.
    package typealias Fetch = @Sendable (_ url: String) async -> [UInt8]?

    package let topic: SNSTopic
    private let fetch: Fetch
    /// Keys by the address of their certificate. SNS changes it about once a year.
    private let keys = Mutex<[String: [UInt8]]>([:])
    private static let mostKeys = 4

    package init(topic: SNSTopic, fetch: @escaping Fetch) {
        self.topic = topic
        self.fetch = fetch
    }

    /// - Parameter transport: reaches the public internet and no private network, whatever a name resolves to.
    package convenience init(topic: SNSTopic, transport: CurlTransport) {
        self.init(topic: topic) { url in
            var request = HTTPRequest(url: url, timeout: .seconds(20), maxResponseBytes: 64 << 10)
            request.isOnlyForPublicAddresses = true
            // The reason does not matter: SNS posts again.
            guard let response = try? await transport.perform(request), response.status == 200 else { return nil }
            return response.body
        }
    }

    package func take(_ body: [UInt8]) async throws(Refusal) -> News {
        guard let message = SNSMessage(body), message.topic == topic.name else { throw .stranger }
        try await verify(message)
        switch message.kind {
        case .notification: return .event(Array(message.text.utf8))
        case .end: return .ended
        case .subscription:
            guard let url = message.subscribeURL, topic.isConfirmed(at: url) else {
                throw .notOurs("its confirmation leads elsewhere")
            }
            guard await fetch(url) != nil else { throw .notNow("SNS did not take the confirmation") }
            return .confirmed
        }
    }

    private func verify(_ message: SNSMessage) async throws(Refusal) {
        guard message.version == "2" else {
            throw .notOurs(
                "it is signed with SHA-1: set the topic's SignatureVersion to 2 (aws sns set-topic-attributes "
                    + "--attribute-name SignatureVersion --attribute-value 2)")
        }
        guard topic.hasCertificate(at: message.certificateURL) else {
            throw .notOurs("its certificate lies elsewhere than at SNS")
        }
        let key = try await key(at: message.certificateURL)
        // A key of fewer than 2,048 bits is not accepted.
        guard let publicKey = try? _RSA.Signing.PublicKey(derRepresentation: key) else {
            throw .notOurs("its certificate has no usable key")
        }
        let holds = publicKey.isValidSignature(
            _RSA.Signing.RSASignature(rawRepresentation: message.signature),
            for: SHA256.hash(data: Array(message.signedText.utf8)), padding: .insecurePKCS1v1_5)
        guard holds else { throw .notOurs("its signature does not hold") }
    }

    private func key(at url: String) async throws(Refusal) -> [UInt8] {
        if let known = keys.withLock({ $0[url] }) { return known }
        guard let pem = await fetch(url) else { throw .notNow("the certificate cannot be had") }
        guard let key = CertificateKey.read(pem: pem) else { throw .notOurs("its certificate cannot be read") }
        keys.withLock { keys in
            if keys.count >= Self.mostKeys { keys = [:] }
            keys[url] = key
        }
        return key
    }
}
