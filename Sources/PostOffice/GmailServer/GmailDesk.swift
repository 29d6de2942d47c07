import FoundationEssentials
package import Timing

/// The treatment of the next request to send.
package enum GmailFault: Hashable, Sendable {
    /// This answer and no effect, in Google's shape.
    case error(status: Int, reason: String, message: String)
    /// Closes the connection and does nothing.
    case drop
    /// Sends the mail, then closes the connection without the answer.
    case answerLost
    /// Sends the mail, then answers 503.
    case failsAfterwards
    /// Sends the mail and says nothing, with the connection open.
    case silence
}

/// Gmail's web interface: sending, search by Message-ID, the header of a message, the profile.
package struct GmailDesk: HTTPDesk {
    /// A mail that was sent.
    package struct Sent: Hashable, Sendable {
        package let id: String
        package let thread: String
        package let messageID: String
        package let bytes: [UInt8]

        /// The address in its To.
        package var recipient: String {
            (GmailDesk.field("to", in: bytes) ?? "").split(separator: "<").last.map(String.init) ?? ""
        }
    }

    /// A mail that waits for its writer.
    package struct Draft: Hashable, Sendable {
        package let thread: String?
        package let bytes: [UInt8]
    }

    /// The mailbox that a token opens.
    package var userOfToken: @Sendable (String) -> String?
    /// Whether it gives mails a Message-ID of its own.
    package var renames = false
    /// Existing conversations, each by a Message-ID in it.
    package var threads: [String: String] = [:]
    /// The answer to everything, whatever is asked.
    package var refusal: GmailFault?
    /// Nothing that was sent is found, as in the first moments after sending.
    package var isBlind = false
    package private(set) var drafts: [Draft] = []
    /// Faults of sending, first to last, one a request; nil: all goes well.
    package var script: [GmailFault?] = []
    /// The number of faults that happened.
    package private(set) var faults = 0
    package private(set) var sent: [Sent] = []
    /// Requests to send with a valid token, carried out or not.
    package private(set) var requests = 0

    package init(userOfToken: @escaping @Sendable (String) -> String?) { self.userOfToken = userOfToken }

    package mutating func steps(for request: WebRequest, now: Timestamp) -> [WireStep] {
        let token = request.headers["authorization"].map { $0.dropFirst("Bearer ".count) } ?? ""
        guard let user = userOfToken(String(token)) else {
            return refuse(401, "authError", "Invalid Credentials", request)
        }
        if case .error(let status, let reason, let message)? = refusal {
            return refuse(status, reason, message, request)
        }
        let path = request.path.dropFirst("/gmail/v1/users/me".count)
        switch (request.method, path) {
        case ("POST", "/messages/send"): return perform(request) { $0.take($1) }
        case ("POST", "/drafts"): return perform(request) { $0.keep($1) }
        case ("GET", "/profile"): return respond(#"{"emailAddress":"\#(user)"}"#, request)
        case ("GET", "/messages"): return search(request)
        case ("GET", _) where path.hasPrefix("/messages/"):
            return header(of: path.dropFirst("/messages/".count), request)
        default: return refuse(404, "notFound", "Not Found", request)
        }
    }

    private mutating func perform(
        _ request: WebRequest, _ act: (inout Self, WebRequest) -> [WireStep]
    ) -> [WireStep] {
        requests += 1
        let fault: GmailFault? = script.isEmpty ? nil : script.removeFirst()
        if fault != nil { faults += 1 }
        switch fault {
        case .error(let status, let reason, let message): return refuse(status, reason, message, request)
        case .drop: return [.close]
        case .answerLost:
            _ = act(&self, request)
            return [.close]
        case .failsAfterwards:
            _ = act(&self, request)
            return refuse(503, "backendError", "Backend Error", request)
        case .silence:
            _ = act(&self, request)
            return [.hold]
        case nil: return act(&self, request)
        }
    }

    private struct Order: Decodable {
        let raw: String
        let threadId: String?

        /// The mail itself; nil for anything that is not base 64.
        var bytes: [UInt8]? { GmailDesk.decoded(raw) }
    }

    private struct DraftOrder: Decodable { let message: Order }

    private mutating func take(_ request: WebRequest) -> [WireStep] {
        // The reason does not matter to a client: the answer is 400 either way.
        guard let order = try? JSONDecoder().decode(Order.self, from: Data(request.body)), let bytes = order.bytes,
            let given = Self.field("message-id", in: bytes)
        else { return refuse(400, "invalidArgument", "Recipient address required", request) }
        let id = "gmail-\(sent.count + 1)"
        let messageID = renames ? "\(id)@mail.example" : given
        let thread = order.threadId ?? "thread-of-\(id)"
        sent.append(Sent(id: id, thread: thread, messageID: messageID, bytes: bytes))
        return respond(#"{"id":"\#(id)","threadId":"\#(thread)","labelIds":["SENT"]}"#, request)
    }

    private mutating func keep(_ request: WebRequest) -> [WireStep] {
        guard let order = try? JSONDecoder().decode(DraftOrder.self, from: Data(request.body)),
            let bytes = order.message.bytes
        else { return refuse(400, "invalidArgument", "Missing draft message", request) }
        drafts.append(Draft(thread: order.message.threadId, bytes: bytes))
        return respond(#"{"id":"r-\#(drafts.count)","message":{"id":"draft-\#(drafts.count)"}}"#, request)
    }

    /// Base 64 for URLs, with or without padding.
    fileprivate static func decoded(_ text: String) -> [UInt8]? {
        var text = text.replacing("-", with: "+").replacing("_", with: "/").replacing("=", with: "")
        while text.utf8.count % 4 != 0 { text += "=" }
        return Base64.decode(Array(text.utf8))
    }

    /// A field's value without brackets; fields are not folded here.
    fileprivate static func field(_ name: String, in bytes: [UInt8]) -> String? {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false)
        let line = lines.prefix { !$0.isEmpty }.first { $0.lowercased().hasPrefix("\(name):") }
        return line.map { $0.dropFirst(name.count + 1).filter { !" <>".contains($0) } }
    }

    /// Understands the queries that a mailer makes: `rfc822msgid:`, and `to:` among sent mail.
    private func search(_ request: WebRequest) -> [WireStep] {
        let words = (request.query["q"] ?? "").split(separator: " ").map(String.init)
        func value(_ name: String) -> String? {
            words.first { $0.hasPrefix("\(name):") }.map { String($0.dropFirst(name.count + 1)) }
        }
        let visible = isBlind ? [] : sent
        var found: [(String, String)] = []
        if let id = value("rfc822msgid") {
            found = visible.filter { $0.messageID == id }.map { ($0.id, $0.thread) }
            if let thread = threads[id], !words.contains("in:sent") { found.append(("earlier", thread)) }
        } else if let address = value("to") {
            found = visible.filter { Self.field("to", in: $0.bytes)?.hasSuffix(address) == true }.map {
                ($0.id, $0.thread)
            }
        }
        let items = found.map { #"{"id":"\#($0)","threadId":"\#($1)"}"# }.joined(separator: ",")
        return respond(
            found.isEmpty
                ? #"{"resultSizeEstimate":0}"# : #"{"messages":[\#(items)],"resultSizeEstimate":\#(found.count)}"#,
            request)
    }

    private func header(of id: Substring, _ request: WebRequest) -> [WireStep] {
        guard let mail = sent.first(where: { $0.id == id }) else {
            return refuse(404, "notFound", "Requested entity was not found.", request)
        }
        let name = request.query["metadataHeaders"] ?? "Message-ID"
        let value = name == "Message-ID" ? mail.messageID : Self.field(name.lowercased(), in: mail.bytes)
        let fields = value.map { #"{"name":"\#(name)","value":"<\#($0)>"}"# } ?? ""
        return respond(#"{"id":"\#(mail.id)","payload":{"headers":[\#(fields)]}}"#, request)
    }

    private func respond(_ json: String, _ request: WebRequest) -> [WireStep] {
        HTTPResponse(200, json: Array(json.utf8)).steps(keepsAlive: request.keepsAlive)
    }

    private func refuse(_ status: Int, _ reason: String, _ message: String, _ request: WebRequest) -> [WireStep] {
        let json =
            #"{"error":{"code":\#(status),"message":"\#(message)","errors":[{"message":"\#(message)","domain":"global","#
            + #""reason":"\#(reason)"}]}}"#
        return HTTPResponse(status, json: Array(json.utf8)).steps(keepsAlive: request.keepsAlive)
    }
}
