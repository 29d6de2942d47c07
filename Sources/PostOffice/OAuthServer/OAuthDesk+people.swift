import Timing

/// The requests of people and mail servers.
extension OAuthDesk {
    /// The person agrees at once: a redirect with the code, or with `access_denied`.
    mutating func authorize(_ request: WebRequest) -> [WireStep] {
        let query = request.query
        guard query["client_id"] == clientID, let redirect = query["redirect_uri"],
            redirect.hasPrefix("http://\(redirectHost):"), query["response_type"] == "code",
            query["code_challenge_method"] == "S256"
        else { return reply(400, #"{"error":"redirect_uri_mismatch"}"#, to: request) }
        let state = query["state"] ?? ""
        if declines { return redirected(to: "\(redirect)?error=access_denied&state=\(state)", request) }
        permissions.append(
            Permission(user: query["login_hint"] ?? "", scope: grantedScope ?? query["scope"] ?? ""))
        let code = "code-\(permissions.count)"
        codes[code] = Code(
            permission: permissions.count - 1, challenge: query["code_challenge"] ?? "", redirect: redirect)
        return redirected(to: "\(redirect)?code=\(code)&state=\(state)", request)
    }

    private func redirected(to location: String, _ request: WebRequest) -> [WireStep] {
        HTTPResponse(302, json: [], headers: [("location", location)]).steps(keepsAlive: request.keepsAlive)
    }

    mutating func device(_ request: WebRequest) -> [WireStep] {
        let code = "device-\(deviceUsers.count + 1)"
        deviceUsers[code] = "ann@mosaic.test"
        return reply(
            200,
            #"{"device_code":"\#(code)","user_code":"ABCD-EFGH","verification_uri":"https://login.example/device","#
                + #""expires_in":900,"interval":1}"#, to: request)
    }

    /// RFC 7662 section 2.2.
    func introspect(_ request: WebRequest, _ now: Timestamp) -> [WireStep] {
        let token = request.form["token"] ?? request.query["token"] ?? ""
        guard let user = user(of: token, now: now) else { return reply(200, #"{"active":false}"#, to: request) }
        return reply(200, #"{"active":true,"username":"\#(user)","token_type":"Bearer"}"#, to: request)
    }
}
