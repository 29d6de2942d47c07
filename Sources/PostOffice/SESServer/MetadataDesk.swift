package import Timing

/// The metadata of an EC2 instance for its role (IMDSv2: a token first), and the agent of a container (`/task`).
package struct MetadataDesk: HTTPDesk {
    /// How often credentials were given.
    package private(set) var roles = 0
    /// Answers 503 to everything.
    package var isAway = false
    /// Whether the instance has a role.
    package var hasRole = true

    package init() {}

    package mutating func steps(for request: WebRequest, now: Timestamp) -> [WireStep] {
        guard !isAway else { return answer(503, "", request) }
        let mayAsk = request.headers["x-aws-ec2-metadata-token"] == "metadata-token"
        switch (request.method, request.path) {
        case ("PUT", "/latest/api/token") where request.headers["x-aws-ec2-metadata-token-ttl-seconds"] != nil:
            return answer(200, "metadata-token", request)
        case ("GET", "/latest/meta-data/iam/security-credentials/") where mayAsk:
            return hasRole ? answer(200, "mailer\n", request) : answer(404, "", request)
        case ("GET", "/latest/meta-data/iam/security-credentials/mailer") where mayAsk,
            ("GET", "/task") where request.headers["authorization"] == "of-the-task":
            roles += 1
            return answer(200, Self.credentials, request)
        default: return answer(401, "", request)
        }
    }

    private static let credentials =
        #"{"Code":"Success","AccessKeyId":"role-key","SecretAccessKey":"role-secret","Token":"role-token","#
        + #""Expiration":"2026-11-18T16:45:00Z"}"#

    private func answer(_ status: Int, _ text: String, _ request: WebRequest) -> [WireStep] {
        HTTPResponse(status, json: Array(text.utf8)).steps(keepsAlive: request.keepsAlive)
    }
}
