import CLibCurl

/// libcurl's configuration before it connects.
extension SMTPSession {
    func configure() throws(CurlError) {
        guard let url = server.url else {
            throw CurlError(.invalidRequest, "the host or the greeting name is no domain")
        }
        try easy.setCommon(
            url: url, protocols: "smtp,smtps", caFile: server.caFile, connectTimeout: server.connectTimeout)
        try easy.set(CURLOPT_CONNECT_ONLY, 1)
        try easy.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, max(1, server.responseTimeout.curlMilliseconds / 1000))
        if server.security != .none { try easy.set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue)) }
        if logsInByPassword { try configureLogin() }
        let context = Unmanaged.passUnretained(self).toOpaque()
        try easy.setDebugCallback(context) { _, kind, bytes, count, context in
            SMTPSession.at(context).watch(kind, UnsafeRawBufferPointer(start: bytes, count: count))
            return 0
        }
    }

    /// A token's login is part of the dialogue.
    var logsInByPassword: Bool { !server.username.isEmpty && server.token == nil }

    /// PLAIN and LOGIN only, the two every submission server has: left alone, libcurl may prefer a mechanism that the
    /// server offers and cannot do.
    private func configureLogin() throws(CurlError) {
        try easy.set(CURLOPT_USERNAME, server.username)
        try easy.set(CURLOPT_PASSWORD, server.password.secret)
        try easy.set(CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN;AUTH=LOGIN")
        try easy.set(CURLOPT_SASL_IR, 1)
    }
}
