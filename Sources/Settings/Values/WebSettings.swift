/// Where the desk listens in a browser, and who may reach it.
package struct WebSettings: Sendable, Hashable {
    package struct Admin: Sendable, Hashable {
        package let name: String
        package let password: Secret

        package init(name: String, password: Secret) {
            self.name = name
            self.password = password
        }
    }

    package var address: String
    package var port: Int
    /// Names that browsers call it by, besides those of this machine.
    package var hosts: Set<String>
    /// Where the world reaches this machine, by https or, on it alone, by http; without a slash at its end. Nil: nowhere.
    package var publicURL: String?
    /// Proxies that are believed when they say who asks.
    package var proxies: Set<String>
    /// Who may log in, made at start while nobody may.
    package var admin: Admin?
    /// Where files wait that were sent up: below the state folder.
    package var uploads: String
    /// Hosts that alerts may reach in a private network, and without encryption.
    package var alertHosts: Set<String>
    /// The SNS topic that SES's events are posted from; nil: none is expected.
    package var eventsTopic: String?

    package init(
        address: String = "127.0.0.1", port: Int = 8000, hosts: Set<String> = [], publicURL: String? = nil,
        proxies: Set<String> = [], admin: Admin? = nil, uploads: String = "/tmp/mosaic-uploads",
        alertHosts: Set<String> = [], eventsTopic: String? = nil
    ) {
        self.address = address
        self.port = port
        self.hosts = hosts
        self.publicURL = publicURL
        self.proxies = proxies
        self.admin = admin
        self.uploads = uploads
        self.alertHosts = alertHosts
        self.eventsTopic = eventsTopic
    }

    /// Where people take themselves off with one click; nil where the world does not reach it by https.
    package var optOutURL: String? { publicURL.flatMap { $0.lowercased().hasPrefix("https://") ? $0 : nil } }

    /// Where browsers reach the desk; nil where they may not call it by the name of the public address.
    package var deskURL: String? {
        guard let publicURL, let publicHost else { return nil }
        return optOutURL == nil || hosts.contains(publicHost) ? publicURL : nil
    }

    /// The name in the public address, in lower case.
    package var publicHost: String? {
        publicURL.map { url in
            let rest = url.split(separator: "/", maxSplits: 1).last?.drop { $0 == "/" } ?? ""
            return rest.prefix { $0 != "/" && $0 != ":" }.lowercased()
        }
    }
}
