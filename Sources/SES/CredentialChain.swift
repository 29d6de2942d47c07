package import Curl
import Synchronization
import Text

/// Finds credentials in the places of AWS's own tools, in their order, and renews temporary ones before they expire: environment,
/// profile files, container, instance role (IMDSv2).
///
/// Assumed roles and single sign-on of profile files are not supported; their users put the resulting credentials into the
/// environment (`aws configure export-credentials`).
package final class CredentialChain: Sendable {
    /// Renewed this long before they end, as botocore does.
    private static let margin: Int64 = 15 * 60

    private let environment: [String: String]
    private let transport: CurlTransport
    private let now: @Sendable () -> Int64
    private let metadataURL: String
    private let containerURL: String
    private let kept = Mutex<AWSCredentials?>(nil)

    /// - Parameters:
    ///   - environment: that of the process, with additions from the settings.
    ///   - now: seconds since 1970.
    ///   - metadataURL: that of the instance metadata service.
    ///   - containerURL: the base of `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI`.
    package init(
        environment: [String: String], transport: CurlTransport, now: @escaping @Sendable () -> Int64,
        metadataURL: String = "http://169.254.169.254", containerURL: String = "http://169.254.170.2"
    ) {
        self.environment = environment
        self.transport = transport
        self.now = now
        self.metadataURL = metadataURL
        self.containerURL = containerURL
    }

    /// Credentials that are valid for a while; throws a sentence that says where none were found.
    package func credentials() async throws(SESFailure) -> AWSCredentials {
        if let kept = kept.withLock({ $0 }), isFresh(kept) { return kept }
        let found: AWSCredentials
        do throws(SESFailure) { found = try await search() } catch {
            // Renewed early, so that the service may be unavailable for a while.
            if let kept = kept.withLock({ $0 }), kept.expires.map({ $0 > now() }) ?? true { return kept }
            throw error
        }
        kept.withLock { $0 = found }
        return found
    }

    /// AWS did not accept them: looks again next time.
    package func forget() { kept.withLock { $0 = nil } }

    private func isFresh(_ credentials: AWSCredentials) -> Bool {
        credentials.expires.map { $0 > now() + Self.margin } ?? true
    }

    private func search() async throws(SESFailure) -> AWSCredentials {
        if let found = try fromEnvironment() { return found }
        if let found = try fromProfile() { return found }
        if let found = try await fromContainer() { return found }
        if let found = try await fromInstance() { return found }
        throw SESFailure(
            .credentials,
            "No AWS credentials were found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile in "
                + "~/.aws/credentials, or give the instance a role (in Docker with a metadata hop limit of 2).")
    }

    private func fromEnvironment() throws(SESFailure) -> AWSCredentials? {
        switch (value("AWS_ACCESS_KEY_ID"), value("AWS_SECRET_ACCESS_KEY")) {
        case (let id?, let secret?):
            return AWSCredentials(accessKeyID: id, secretAccessKey: secret, sessionToken: value("AWS_SESSION_TOKEN"))
        case (nil, nil): return nil
        default:
            throw SESFailure(
                .credentials,
                "Of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY one is set and the other is not: set both, or neither.")
        }
    }

    private func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }

    // MARK: Profile files

    private func fromProfile() throws(SESFailure) -> AWSCredentials? {
        let home = value("HOME") ?? ""
        let files = [
            value("AWS_SHARED_CREDENTIALS_FILE") ?? "\(home)/.aws/credentials",
            value("AWS_CONFIG_FILE") ?? "\(home)/.aws/config",
        ]
        let name = value("AWS_PROFILE") ?? value("AWS_DEFAULT_PROFILE") ?? "default"
        var isThere = false
        for path in files {
            guard let text = ProfileFile.text(path), let section = ProfileFile.section(name, in: text) else { continue }
            isThere = true
            if let id = section["aws_access_key_id"], let secret = section["aws_secret_access_key"] {
                return AWSCredentials(
                    accessKeyID: id, secretAccessKey: secret, sessionToken: section["aws_session_token"])
            }
        }
        guard let asked = value("AWS_PROFILE") else { return nil }
        throw SESFailure(
            .credentials,
            isThere
                ? "The AWS profile \(asked) holds no keys of its own; assumed roles and single sign-on are not followed: "
                    + "use keys, or the environment."
                : "AWS_PROFILE is \(asked), but neither \(files[0]) nor \(files[1]) has that profile.")
    }

    // MARK: Container and instance

    private func fromContainer() async throws(SESFailure) -> AWSCredentials? {
        let relative = value("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI").map { containerURL + $0 }
        guard let url = relative ?? value("AWS_CONTAINER_CREDENTIALS_FULL_URI") else { return nil }
        guard relative != nil || Self.isSafeForToken(url) else {
            throw SESFailure(
                .credentials,
                "AWS_CONTAINER_CREDENTIALS_FULL_URI leads neither to https nor to this machine or its agent: correct it."
            )
        }
        var headers = HTTPHeaders()
        let fileToken = value("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE").flatMap(ProfileFile.text)
        if let token = fileToken ?? value("AWS_CONTAINER_AUTHORIZATION_TOKEN") {
            headers.add("Authorization", ProfileFile.trimmed(token))
        }
        guard let found = AWSCredentials(json: try await get(url, headers, "the container's agent")) else {
            throw SESFailure(.credentials, "The container's agent gave no credentials: has the task a role?")
        }
        return found
    }

    /// The hosts that botocore allows.
    static func isSafeForToken(_ url: String) -> Bool {
        if url.hasPrefix("https://") { return true }
        guard url.hasPrefix("http://") else { return false }
        let authority = url.dropFirst(7).prefix { $0 != "/" && $0 != "?" }
        guard !authority.contains("@") else { return false }
        let host =
            authority.hasPrefix("[") ? authority.prefix { $0 != "]" }.dropFirst() : authority.prefix { $0 != ":" }
        return ["localhost", "127.0.0.1", "::1", "169.254.170.2", "169.254.170.23", "fd00:ec2::23"].contains(host)
    }

    private func fromInstance() async throws(SESFailure) -> AWSCredentials? {
        guard value("AWS_EC2_METADATA_DISABLED")?.lowercased() != "true" else { return nil }
        let ask = HTTPRequest(
            method: "PUT", url: metadataURL + "/latest/api/token",
            headers: ["X-aws-ec2-metadata-token-ttl-seconds": "21600"], timeout: .seconds(1),
            connectTimeout: .seconds(1))
        // Outside EC2 nobody answers, which is no failure.
        guard let answer = try? await transport.perform(ask), answer.status == 200 else { return nil }
        let headers: HTTPHeaders = ["X-aws-ec2-metadata-token": String(decoding: answer.body, as: UTF8.self)]
        let base = metadataURL + "/latest/meta-data/iam/security-credentials/"
        let roles = try await get(base, headers, "the instance's metadata")
        guard let role = String(decoding: roles, as: UTF8.self).split(whereSeparator: \.isNewline).first,
            let found = AWSCredentials(json: try await get(base + role, headers, "the instance's metadata"))
        else { throw SESFailure(.credentials, "This instance has no role that gives credentials: attach one to it.") }
        return found
    }

    private func get(_ url: String, _ headers: HTTPHeaders, _ who: String) async throws(SESFailure) -> [UInt8] {
        let request = HTTPRequest(url: url, headers: headers, timeout: .seconds(2), connectTimeout: .seconds(1))
        let response: HTTPResponse
        do throws(CurlError) { response = try await transport.perform(request) } catch {
            throw SESFailure(.credentialsAway, "AWS credentials could not be had from \(who): \(error.message)")
        }
        guard response.status != 404 else {
            throw SESFailure(
                .credentials, "AWS credentials could not be had from \(who): it knows no role. Give the machine one.")
        }
        guard response.status == 200 else {
            throw SESFailure(
                .credentialsAway, "AWS credentials could not be had from \(who): status \(response.status).")
        }
        return response.body
    }
}
