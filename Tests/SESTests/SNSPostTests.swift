import Synchronization
import Testing

@testable import SES

#if canImport(Glibc)
import Glibc
#endif

/// What SNS posts to us, signed by OpenSSL (`Oracle/sns.py`): anybody may post, and only what is SNS's counts.
@Suite struct SNSPostTests {
    private static let name = "arn:aws:sns:eu-central-1:123456789012:mosaic"
    private static let host = "https://sns.eu-central-1.amazonaws.com"
    private static let certificate = host + "/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem"

    private static func fixture(_ name: String) throws -> [UInt8] {
        let path = #filePath.replacing("SNSPostTests.swift", with: "Fixtures/sns/\(name)")
        let file = try #require(fopen(path, "r"))
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = fread(&bytes, 1, bytes.count, file)
        return Array(bytes[..<count])
    }

    /// What was asked for.
    private final class Asked: Sendable {
        let urls = Mutex<[String]>([])
    }

    /// SNS as we reach it.
    private struct World {
        let post: SNSPost
        private let asked = Asked()
        var urls: [String] { asked.urls.withLock(\.self) }

        init(_ answers: @escaping @Sendable (String) -> [UInt8]?) throws {
            let asked = asked
            post = SNSPost(topic: try #require(SNSTopic(SNSPostTests.name))) { url in
                asked.urls.withLock { $0.append(url) }
                return answers(url)
            }
        }
    }

    private func world() throws -> World {
        let pem = try Self.fixture("certificate.pem")
        return try World { $0 == Self.certificate ? pem : [] }
    }

    private func refusal(_ post: SNSPost, _ body: [UInt8]) async -> SNSPost.Refusal? {
        do throws(SNSPost.Refusal) {
            _ = try await post.take(body)
            return nil
        } catch { return error }
    }

    @Test func aNotificationCountsAndItsCertificateIsFetchedOnce() async throws {
        let world = try world()
        for _ in 0..<3 {
            guard case .event(let bytes) = try await world.post.take(Self.fixture("bounce.json")) else {
                return #expect(Bool(false))
            }
            let event = try #require(SESEvent(bytes))
            #expect(event.kind == .hardBounce && event.givenID == "<ours@mosaic.test>")
        }
        #expect(world.urls == [Self.certificate])
    }

    @Test func oneWithoutASubjectCountsToo() async throws {
        guard case .event(let bytes) = try await world().post.take(Self.fixture("bare.json")) else {
            return #expect(Bool(false))
        }
        #expect(SESEvent(bytes) == nil)
    }

    @Test func aSubscriptionToOurTopicIsConfirmed() async throws {
        let world = try world()
        #expect(try await world.post.take(Self.fixture("subscription.json")) == .confirmed)
        #expect(world.urls.count == 2)
        #expect(world.urls.last?.hasPrefix("\(Self.host)/?Action=ConfirmSubscription&TopicArn=\(Self.name)&") == true)
    }

    /// Each of these is signed or not, and must not count; nothing but SNS's own certificate is ever asked for.
    @Test(arguments: [
        ("bounce.json", "creator@creators.example", "somebody@creators.example"),
        ("bounce.json", "22b80b92", "22b80b93"), ("bounce.json", "T09:00", "T10:00"),
        ("bounce.json", "Amazon SES Email", "Amazon SES"), ("bounce.json", "\"Subject\"", "\"Object\""),
        ("sha1.json", "", ""), ("elsewhere.json", "", ""), ("subscription.json", "2336412f37", "2336412f38"),
        ("bounce.json", "\"SignatureVersion\": \"2\"", "\"SignatureVersion\": \"1\""),
        ("bounce.json", certificate, "https://sns.creators.example/SimpleNotificationService-0.pem"),
        ("bounce.json", certificate, host + ".creators.example/SimpleNotificationService-0.pem"),
        ("bounce.json", certificate, host + "@creators.example/SimpleNotificationService-0.pem"),
        ("bounce.json", certificate, "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0.pem"),
        ("bounce.json", certificate, host + "/SimpleNotificationService-0.pem?x=.pem"),
        ("bounce.json", certificate, host + "/a/../SimpleNotificationService-0.pem"),
        ("bounce.json", "https://sns", "http://sns"),
    ])
    func whatIsNotSNSsDoesNotCount(file: String, text: String, other: String) async throws {
        let world = try world()
        var body = String(decoding: try Self.fixture(file), as: UTF8.self)
        if !text.isEmpty {
            #expect(body.contains(text))
            body = body.replacing(text, with: other)
        }
        guard case .notOurs = await refusal(world.post, Array(body.utf8)) else {
            return #expect(Bool(false), "\(file)")
        }
        #expect(world.urls.allSatisfy { $0 == Self.certificate })
    }

    @Test(arguments: ["", "{}", "[]", "\u{0}", #"{"Type":"Notification"}"#])
    func whatIsNoMessageIsAStrangers(body: String) async throws {
        let world = try world()
        #expect(await refusal(world.post, Array(body.utf8)) == .stranger)
        let other = String(decoding: try Self.fixture("bounce.json"), as: UTF8.self).replacing(
            ":mosaic", with: ":other")
        #expect(await refusal(world.post, Array(other.utf8)) == .stranger)
        #expect(world.urls.isEmpty)
    }

    @Test func whatCannotBeCheckedMayComeAgain() async throws {
        let world = try World { _ in nil }
        guard case .notNow = await refusal(world.post, try Self.fixture("bounce.json")) else {
            return #expect(Bool(false))
        }
    }

    @Test(arguments: [
        "arn:aws:sns:eu-central-1:123456789012:", "arn:aws:sqs:eu-central-1:1:mosaic", "mosaic",
        "arn:aws:sns:eu.evil.example/:1:mosaic", "arn:aws:sns:EU:1:mosaic", "arn:aws:sns:eu-central-1:x:mosaic",
    ])
    func whatIsNoTopicIsNone(name: String) { #expect(SNSTopic(name) == nil) }

    @Test func aCertificateThatIsCutShortHasNoKey() throws {
        let pem = try Self.fixture("certificate.pem")
        #expect(CertificateKey.read(pem: pem) != nil)
        for count in 0..<(pem.count - 26) { #expect(CertificateKey.read(pem: Array(pem.prefix(count))) == nil) }
        // Whatever its octets are changed to, reading ends.
        for place in 28..<(pem.count - 28) {
            var broken = pem
            broken[place] = UInt8(ascii: "/")
            _ = CertificateKey.read(pem: broken)
        }
    }
}
