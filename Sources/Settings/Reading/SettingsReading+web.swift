/// The desk.
extension SettingsReading {
    /// Nil unless a variable asks for the desk, or `isWanted` does: `mosaic run` opens no port by itself.
    mutating func webSettings(isWanted: Bool = false) -> WebSettings? {
        var web = WebSettings()
        let isAsked = ["PORT", "WEB_ADDRESS"].contains { variables[$0] != nil }
        if let text = variables["WEB_ADDRESS"] { web.address = address(text) }
        if let text = variables["PORT"] {
            if let port = Int(text), (1...65_535).contains(port) {
                web.port = port
            } else {
                fault("\(variables.shown("PORT")) is no port: write a number from 1 to 65535, such as PORT=8000.")
            }
        }
        web.hosts = names("WEB_HOSTS")
        if let (url, host) = publicURL() {
            web.publicURL = url
            web.hosts.insert(host)
        }
        web.proxies = names("WEB_PROXIES")
        web.alertHosts = alertHosts()
        web.admin = admin()
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

    /// With its host, which browsers may call the desk by then.
    private mutating func publicURL() -> (url: String, host: String)? {
        guard var url = variables["PUBLIC_URL"] else { return nil }
        while url.hasSuffix("/") { url.removeLast() }
        let rest = url.dropFirst(url.hasPrefix("https://") ? 8 : 7)
        let host = rest.prefix { $0 != ":" && $0 != "/" }
        let isPlain = !rest.contains { "/?#@\\".contains($0) || $0.isWhitespace || !$0.isASCII }
        guard url.hasPrefix("https://") || Self.isOnLoopback(url), !host.isEmpty, isPlain else {
            fault(
                "\(variables.shown("PUBLIC_URL")) is no address of the desk: write it as https://desk.example.com, without a "
                    + "path.")
            return nil
        }
        return (url, host.lowercased())
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
