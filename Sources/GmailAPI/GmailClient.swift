package import Curl
import Text

/// Gmail's web interface (`gmail/v1`), the part that a mailer needs. Every call takes its access token.
package struct GmailClient: Sendable {
    private let baseURL: String
    let transport: CurlTransport

    /// - Parameter baseURL: another server than Google's, without a slash at its end, for tests.
    package init(baseURL: String? = nil, transport: CurlTransport) {
        self.baseURL = (baseURL ?? "https://gmail.googleapis.com") + "/gmail/v1/users/me"
        self.transport = transport
    }

    /// The outcome of sending.
    package enum Sending: Sendable, Hashable {
        /// Accepted; with Gmail's own id of the message, which is not a Message-ID.
        case sent(id: String)
        /// Stopped by the objection right before the request was written: certainly unsent.
        case withheld(String)
        case failed(GmailFailure)
    }

    /// Sends one mail, whose header names its recipient. The request is written once, whatever happens.
    ///
    /// - Parameters:
    ///   - thread: Gmail's id of the conversation it belongs to; headers and subject must fit it too.
    ///   - objection: asked once the connection stands, directly before the write.
    package func send(
        _ bytes: [UInt8], in thread: String?, token: String, unless objection: @escaping @Sendable () -> String?
    ) async -> Sending {
        let request = posting(Self.message(bytes, in: thread), to: "/messages/send", token)
        switch await transport.performOnce(request, unless: objection) {
        case .withheld(let reason): return .withheld(reason)
        case .notSent(let error): return .failed(GmailFailure(.connection, error.message))
        case .unanswered(let error):
            return .failed(GmailFailure(.unknown, "Gmail may or may not have sent the mail: \(error.message)"))
        case .answered(let response):
            guard response.status == 200 else {
                return .failed(GmailFailure(status: response.status, body: response.body, wasSending: true))
            }
            guard let id = response.json?["id"]?.text else {
                return .failed(
                    GmailFailure(.unknown, "Gmail answered 200 without an id, so nobody knows what it did."))
            }
            return .sent(id: id)
        }
    }

    /// Stores a mail as a draft. The request is written once: a second one could leave a second draft.
    ///
    /// - Returns: Gmail's id of the draft.
    package func draft(_ bytes: [UInt8], in thread: String?, token: String) async throws(GmailFailure) -> String {
        let request = posting(["message": Self.message(bytes, in: thread)], to: "/drafts", token)
        switch await transport.performOnce(request, unless: { nil }) {
        case .withheld(let reason): throw GmailFailure(.connection, reason)
        case .notSent(let error): throw GmailFailure(.connection, error.message)
        case .unanswered(let error):
            throw GmailFailure(.unknown, "Gmail may or may not have kept the draft: \(error.message)")
        case .answered(let response):
            guard response.status == 200, let id = response.json?["id"]?.text else {
                throw GmailFailure(status: response.status, body: response.body, wasSending: true)
            }
            return id
        }
    }

    private static func message(_ bytes: [UInt8], in thread: String?) -> JSON {
        var members = [JSON.Member(key: "raw", value: .string(Base64.encoded(bytes, as: .url)))]
        if let thread { members.append(.init(key: "threadId", value: .string(thread))) }
        return .object(members)
    }

    private func posting(_ body: JSON, to path: String, _ token: String) -> HTTPRequest {
        var request = request(path, token, timeout: .seconds(60))
        request.method = "POST"
        request.headers.add("Content-Type", "application/json")
        request.body = Array(body.description.utf8)
        return request
    }

    func request(_ path: String, _ token: String, timeout: Duration) -> HTTPRequest {
        HTTPRequest(url: baseURL + path, headers: ["Authorization": "Bearer \(token)"], timeout: timeout)
    }
}

extension HTTPResponse {
    /// The body, if it is JSON; anything else is not Gmail's answer.
    var json: JSON? { try? JSON(reading: body) }
}
