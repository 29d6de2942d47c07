/// The desk.
extension SettingsReading {
    /// Nil unless a variable asks for the desk, or `isWanted` does: by default `mosaic run` opens no port.
    mutating func webSettings(isWanted: Bool = false) -> WebSettings? {
        var web = WebSettings()
        let isAsked = ["PORT", "WEB_ADDRESS", "PUBLIC_URL"].contains { variables[$0] != nil }
        if let text = variables["WEB_ADDRESS"] { web.address = address(text) }
        if let text = variables["PORT"] {
            if let port = Int(text), (1...65_535).contains(port) {
                web.port = port
            } else {
                fault("\(variables.shown("PORT")) is no port: write a number from 1 to 65535, such as PORT=8000.")
            }
        }
        web.hosts = names("WEB_HOSTS")
        web.proxies = names("WEB_PROXIES")
        web.alertHosts = alertHosts()
        web.publicURL = publicURL()
        web.admin = admin()
        web.eventsTopic = eventsTopic(isHeard: isAsked || isWanted || web.admin != nil)
        web.uploads = "\(StateFolder(variables, files).path)/uploads"
        return isAsked || isWanted || web.admin != nil ? web : nil
    }

    private mutating func address(_ text: String) -> String {
        let isPlain = !text.contains("/") && !text.contains(where: \.isWhitespace)
        let isName = text.contains(":") ? text.split(separator: ":", omittingEmptySubsequences: false).count > 2 : true
        if !isPlain || !isName {
            fault(
                "\(variables.shown("WEB_ADDRESS")) is no address to listen on: write 127.0.0.1, 0.0.0.0 or ::, and the port in "
                    + "PORT.")
        }
        return text
    }

    /// Mail programs follow no link without TLS (RFC 8058 section 3.1). On this machine none is needed: accounts may be connected, but
    /// mail has no such link then.
    private mutating func publicURL() -> String? {
        guard var text = variables["PUBLIC_URL"] else { return nil }
        while text.hasSuffix("/") { text.removeLast() }
        let rest = text.dropFirst("https://".count)
        let host = rest.prefix { $0 != "/" && $0 != ":" }
        let isSecure =
            text.lowercased().hasPrefix("https://") && host.contains(".")
            && rest.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"?#<>\"@,".utf8.contains($0) }
        guard isSecure || Self.isOnLoopback(text), text.utf8.count <= 200 else {
            fault(
                "\(variables.shown("PUBLIC_URL")) is no https address by which the world reaches this machine: write "
                    + "https://mail.example.com.")
            return nil
        }
        return text
    }

    private mutating func eventsTopic(isHeard: Bool) -> String? {
        guard let topic = variables["SES_EVENTS_TOPIC"] else { return nil }
        let parts = topic.split(separator: ":")
        guard parts.count == 6, parts[0] == "arn", parts[2] == "sns" else {
            fault(
                "\(variables.shown("SES_EVENTS_TOPIC")) is no topic: set it to the ARN that SNS shows, such as "
                    + "arn:aws:sns:eu-central-1:123456789012:mosaic.")
            return nil
        }
        if !isHeard {
            fault(
                "SES_EVENTS_TOPIC is set, and nothing listens for what it posts: set PORT too, or use SES_EVENTS_QUEUE."
            )
        }
        return topic
    }

    func alertHosts() -> Set<String> { names("ALERT_HOSTS") }

    private func names(_ name: String) -> Set<String> {
        Set((variables[name] ?? "").split(separator: ",").map { $0.filter { !$0.isWhitespace }.lowercased() })
    }

    private mutating func admin() -> WebSettings.Admin? {
        switch (variables["ADMIN_USERNAME"], variables["ADMIN_PASSWORD"]) {
        case (nil, nil): return nil
        case (let name?, let password?) where password.count >= 10:
            return WebSettings.Admin(name: name, password: Secret(password))
        case (_?, _?): fault("\(variables.shown("ADMIN_PASSWORD")) is too short: at least 10 characters.")
        default: fault("ADMIN_USERNAME and ADMIN_PASSWORD belong together: set both, or neither.")
        }
        return nil
    }
}
