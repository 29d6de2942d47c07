/// The desk's address, and who may reach it.
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
    /// Host names by which browsers may call it, besides this machine's.
    package var hosts: Set<String>
    /// The public address of this machine, https or, on the machine itself, http; without a slash at its end. Nil: none.
    package var publicURL: String?
    /// Proxies trusted to name the client.
    package var proxies: Set<String>
    /// A user created at start if there is none.
    package var admin: Admin?
    /// The folder for uploaded files: below the state folder.
    package var uploads: String
    /// Hosts that alerts may reach in a private network, and without encryption.
    package var alertHosts: Set<String>
    /// The SNS topic of SES's events; nil: none is expected.
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

    /// The address for one-click opt-outs; nil without a public https address.
    package var optOutURL: String? { publicURL.flatMap { $0.lowercased().hasPrefix("https://") ? $0 : nil } }

    /// The desk's address for browsers; nil if they may not call it by the public address's name.
    package var deskURL: String? {
        guard let publicURL, let publicHost else { return nil }
        return optOutURL == nil || hosts.contains(publicHost) ? publicURL : nil
    }

    /// The host name in the public address, in lower case.
    package var publicHost: String? {
        publicURL.map { url in
            let rest = url.split(separator: "/", maxSplits: 1).last?.drop { $0 == "/" } ?? ""
            return rest.prefix { $0 != "/" && $0 != ":" }.lowercased()
        }
    }
}
