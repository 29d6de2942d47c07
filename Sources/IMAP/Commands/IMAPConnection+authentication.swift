import Synchronization
import Text

extension IMAPConnection {
    /// Logs in, and reads the capabilities again.
    ///
    /// A password goes through AUTHENTICATE PLAIN where offered, else through LOGIN unless that is disabled; a token
    /// through AUTHENTICATE OAUTHBEARER where offered, else XOAUTH2. One attempt only: a second way of saying the same password would count twice at
    /// servers that lock accounts. Does nothing after a PREAUTH greeting.
    ///
    /// Throws `.authenticationFailed` or `.tokenRefused` when the server certainly refuses the credentials, `.no` when it refuses for other or unknown
    /// reasons (too many connections, `UNAVAILABLE` of RFC 5530), `.unsupported` when it offers no mechanism.
    public nonisolated(nonsending) func authenticate(_ credentials: IMAPCredentials) async throws(IMAPError) {
        guard !isAuthenticated.load(ordering: .acquiring) else { return }
        let command = try authentication(credentials)
        let answer: Answer
        do throws(IMAPError) {
            answer = try await run(command)
        } catch {
            throw error.ofAuthentication(hiding: credentials)
        }
        isAuthenticated.store(true, ordering: .releasing)
        // Capabilities of before the login no longer hold; only those in this very answer do (RFC 9051 section 6.2).
        if answer.capabilities == nil { try await readCapabilities() }
    }

    private func authentication(_ credentials: IMAPCredentials) throws(IMAPError) -> Command {
        switch credentials {
        case .password(let user, let password) where capabilities.contains(.authPlain):
            return try sasl("PLAIN", message: "\0\(user)\0\(password)", forbidden: "\0", user, password)
        case .password(let user, let password):
            guard !capabilities.contains(.loginDisabled) else {
                throw .unsupported("a password login on this connection (LOGINDISABLED)")
            }
            var login = text("LOGIN ")
            try login.append(string: user)
            login.append(" ")
            try login.append(string: password)
            return command("LOGIN", login)
        case .bearer(let user, let token):
            return try bearer(user, token)
        }
    }

    private func bearer(_ user: String, _ token: String) throws(IMAPError) -> Command {
        guard capabilities.contains(.authOAuthBearer) else {
            try require(.authXOAuth2)
            return try sasl(
                "XOAUTH2", message: BearerMessage.xoauth2(user: user, token: token), forbidden: "\u{1}", user, token)
        }
        let message = BearerMessage.oauthBearer(
            user: user, token: token, host: endpoint.host, port: endpoint.port)
        return try sasl("OAUTHBEARER", message: message, forbidden: "\u{1}", acknowledgement: "AQ==", user, token)
    }

    /// AUTHENTICATE with the response in the command (SASL-IR, RFC 4959) or after the server's `+`.
    private func sasl(
        _ mechanism: String, message: String, forbidden: Unicode.Scalar, acknowledgement: String = "",
        _ parts: String...
    ) throws(IMAPError) -> Command {
        guard !parts.contains(where: { $0.unicodeScalars.contains(forbidden) }) else {
            throw .invalidArgument("credentials with a control character in them")
        }
        let response = Array(Base64.encoded(message.utf8).utf8) + [ASCII.carriageReturn, ASCII.lineFeed]
        let start = "AUTHENTICATE \(mechanism)"
        let initial = capabilities.contains(.saslInitialResponse)
        let segments =
            initial ? [Array("\(start) ".utf8) + response] : [Array("\(start)\r\n".utf8), response]
        return Command(
            name: start, kind: .authenticate(acknowledgement: acknowledgement), segments: segments,
            patience: .total(endpoint.commandTimeout))
    }
}

extension IMAPChannelHandler.Answer {
    /// The capabilities in the answer, untagged or as a response code.
    var capabilities: CapabilitySet? {
        if case .ok(let status) = completion, case .capability(let capabilities)? = status.code { return capabilities }
        for case .capability(let capabilities) in untagged.reversed() { return capabilities }
        return nil
    }
}

extension IMAPError {
    /// The error for a refused login; texts that echo the secret lose it.
    fileprivate func ofAuthentication(hiding credentials: IMAPCredentials) -> IMAPError {
        switch self {
        case .no(let text, let code):
            let text = text.hiding(credentials)
            guard Self.isAboutCredentials(text, code) else { return .no(serverText: text, code: code) }
            let kept = code?.hiding(credentials)
            return switch credentials {
            case .password: .authenticationFailed(serverText: text, code: kept)
            case .bearer: .tokenRefused(serverText: text, code: kept)
            }
        case .bad(let text):
            return .bad(serverText: text.hiding(credentials))
        case .bye(let text):
            return .bye(text.hiding(credentials))
        case .protocolViolation(let text):
            return .protocolViolation(text.hiding(credentials))
        default:
            return self
        }
    }
}

extension ResponseCode {
    fileprivate func hiding(_ credentials: IMAPCredentials) -> ResponseCode {
        guard case .other(let name, let argument) = self else { return self }
        return .other(name: name, argument: argument.hiding(credentials))
    }
}

extension String {
    /// Some servers repeat what they did not understand. A text with the secret in it is not worth keeping in part.
    fileprivate func hiding(_ credentials: IMAPCredentials) -> String {
        let secret = credentials.secret
        let forms = [secret, Base64.encoded("\0\(credentials.user)\0\(secret)".utf8)]
        let repeats = forms.contains { !$0.isEmpty && contains($0) } || BearerMessage.stands(in: self, token: secret)
        return repeats ? "(the server repeated the secret)" : self
    }
}
