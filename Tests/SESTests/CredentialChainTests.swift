import Curl
import PostOffice
import Synchronization
import Testing
import Timing

@testable import SES

/// Where credentials come from, in AWS's own order.
@Suite(.timeLimit(.minutes(10))) struct CredentialChainTests {
    private func found(
        _ environment: [String: String], metadata: String = "http://127.0.0.1:9",
        container: String = "http://127.0.0.1:9",
        now: Int64 = 1_795_000_000
    ) async throws -> AWSCredentials {
        let transport = CurlTransport()
        let chain = CredentialChain(
            environment: environment, transport: transport, now: { now }, metadataURL: metadata, containerURL: container
        )
        do {
            let credentials = try await chain.credentials()
            await transport.shutdown()
            return credentials
        } catch {
            await transport.shutdown()
            throw error
        }
    }

    @Test func theEnvironmentComesFirst() async throws {
        let found = try await found([
            "AWS_ACCESS_KEY_ID": "one", "AWS_SECRET_ACCESS_KEY": "two", "AWS_SESSION_TOKEN": "three",
        ])
        #expect(found == AWSCredentials(accessKeyID: "one", secretAccessKey: "two", sessionToken: "three"))
    }

    @Test(arguments: [
        ("default", "[default]\naws_access_key_id = one\naws_secret_access_key=two\n"),
        (
            "work",
            "[default]\naws_access_key_id=no\n\n[ profile work ]\n# a comment\naws_access_key_id = one\r\naws_secret_access_key = two\n"
        ),
    ])
    func aProfileIsFoundByItsName(name: String, text: String) {
        let section = ProfileFile.section(name, in: text)
        #expect(section?["aws_access_key_id"] == "one" && section?["aws_secret_access_key"] == "two")
    }

    @Test func aProfileThatIsNotThereIsNamed() async {
        let error = await #expect(throws: SESFailure.self) {
            try await found(["AWS_PROFILE": "work", "HOME": "/nowhere"])
        }
        #expect(error?.description.contains("work") == true)
    }

    @Test func anInstanceGivesItsRole() async throws {
        let counter = try await HTTPCounter.open(MetadataDesk())
        let found = try await found(["HOME": "/nowhere"], metadata: counter.baseURL)
        #expect(found.accessKeyID == "role-key" && found.expires == 1_795_020_300)
        await counter.close()
    }

    @Test func anInstanceWithoutARoleIsToldWhatToDo() async throws {
        let counter = try await HTTPCounter.open(MetadataDesk())
        counter.change { $0.hasRole = false }
        let error = await #expect(throws: SESFailure.self) {
            try await found(["HOME": "/nowhere"], metadata: counter.baseURL)
        }
        #expect(error?.kind == .credentials && error?.description.contains("Give the machine one") == true)
        await counter.close()
    }

    @Test(arguments: ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])
    func halfAKeyIsNotPassedOver(name: String) async {
        let error = await #expect(throws: SESFailure.self) { try await found([name: "one", "HOME": "/nowhere"]) }
        #expect(error?.description.contains("set both, or neither") == true)
    }

    @Test func aContainersAgentIsAskedWithItsToken() async throws {
        let counter = try await HTTPCounter.open(MetadataDesk())
        let environment = [
            "HOME": "/nowhere", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/task",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN": "of-the-task",
        ]
        #expect(try await found(environment, container: counter.baseURL).accessKeyID == "role-key")
        await counter.close()
    }

    @Test(arguments: [
        "http://evil.example/x", "http://127.0.0.1@evil.example/", "ftp://127.0.0.1/", "http://10.0.0.1/",
    ])
    func noTokenGoesToAStranger(url: String) async {
        let error = await #expect(throws: SESFailure.self) {
            try await found(["HOME": "/nowhere", "AWS_CONTAINER_CREDENTIALS_FULL_URI": url])
        }
        #expect(error?.kind == .credentials)
    }

    @Test func temporaryCredentialsAreRenewedBeforeTheyEnd() async throws {
        let counter = try await HTTPCounter.open(MetadataDesk())
        let transport = CurlTransport()
        let clock = Mutex(Int64(1_795_000_000))
        let shared = Reading { clock.withLock { $0 } }
        let chain = CredentialChain(
            environment: ["HOME": "/nowhere"], transport: transport, now: { shared.read() },
            metadataURL: counter.baseURL)
        _ = try await chain.credentials()
        _ = try await chain.credentials()
        #expect(counter.state.roles == 1)
        shared.set(1_795_020_300 - 600)
        _ = try await chain.credentials()
        #expect(counter.state.roles == 2)
        // Its service is away: what is left of them is used.
        counter.change { $0.isAway = true }
        _ = try await chain.credentials()
        await transport.shutdown()
        await counter.close()
    }
}

/// A clock that a test sets.
private final class Reading: Sendable {
    private let now: Mutex<Int64>
    init(_ start: () -> Int64) { now = Mutex(start()) }
    func read() -> Int64 { now.withLock { $0 } }
    func set(_ time: Int64) { now.withLock { $0 = time } }
}
