import Curl
import Text

/// Requests that change nothing and may be repeated.
extension GmailClient {
    /// A message, by Gmail's own ids.
    package struct Place: Sendable, Hashable {
        package let id: String
        package let thread: String
    }

    /// The message with this Message-ID; nil where there is none. Drafts do not count.
    ///
    /// - Parameter isSent: whether only sent mail is searched.
    package func place(
        ofMessageID id: String, isSent: Bool = false, token: String
    ) async throws(GmailFailure) -> Place? {
        try await places("rfc822msgid:\(id) \(isSent ? "in:sent" : "-in:draft")", limit: 1, token).first
    }

    /// Mails to this address sent after the instant, newest first, at most twenty.
    ///
    /// - Parameter start: seconds since 1970.
    package func sent(
        to address: String, after start: Int64, token: String
    ) async throws(GmailFailure) -> [Place] {
        try await places("in:sent to:\(address) after:\(start)", limit: 20, token)
    }

    /// The first value of a header field of a message; nil where it has none.
    package func field(
        _ name: String, of id: String, token: String
    ) async throws(GmailFailure) -> String? {
        let json = try await get("/messages/\(Self.escaped(id))?format=metadata&metadataHeaders=\(name)", token)
        let fields = json["payload"]?["headers"]?.items ?? []
        return fields.first { $0["name"]?.text?.lowercased() == name.lowercased() }?["value"]?.text
    }

    /// The address of the token's mailbox.
    package func address(token: String) async throws(GmailFailure) -> String {
        guard let address = try await get("/profile", token)["emailAddress"]?.text else {
            throw GmailFailure(.connection, "Gmail does not say whose mailbox it is.")
        }
        return address
    }

    private func places(_ query: String, limit: Int, _ token: String) async throws(GmailFailure) -> [Place] {
        let json = try await get("/messages?maxResults=\(limit)&q=\(Self.escaped(query))", token)
        return (json["messages"]?.items ?? []).compactMap { item in
            guard let id = item["id"]?.text, let thread = item["threadId"]?.text else { return nil }
            return Place(id: id, thread: thread)
        }
    }

    private func get(_ path: String, _ token: String) async throws(GmailFailure) -> JSON {
        let response: HTTPResponse
        do throws(CurlError) {
            response = try await transport.perform(request(path, token, timeout: .seconds(20)))
        } catch {
            throw GmailFailure(.connection, error.message)
        }
        guard response.status == 200, let json = response.json else {
            throw GmailFailure(status: response.status, body: response.body, wasSending: false)
        }
        return json
    }

    /// Encoded for a query (RFC 3986 section 2.3 lists the characters that stay).
    private static func escaped(_ text: String) -> String { PercentEncoding.encoded(text) }
}
