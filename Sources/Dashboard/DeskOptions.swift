package import Correspondence
package import Outreach

/// The desk's address, and the names by which it can be reached.
package struct DeskOptions: Sendable, Hashable {
    package var address: String
    /// 0: any free one.
    package var port: Int
    /// Host names by which browsers may call it, besides this machine's: a request for any other is refused.
    package var hosts: Set<String>
    /// Proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are trusted.
    package var proxies: Set<String>
    /// How long a connection may stay silent, and a request may take to arrive.
    package var patience: Duration
    /// The folder for uploaded files.
    package var uploads: String
    /// Hosts that alerts may reach in a private network.
    package var alertHosts: Set<String>
    /// The public host name of the opt-out page; every other page is served under it only if it is among
    /// ``hosts``.
    package var publicHost: String?
    /// The number of verdicts that change what an account may do.
    package var autonomy = AutonomyRules()
    /// The gaps and pauses of new campaigns.
    package var pacing = Pacing()
    /// How long a page waits for sums over many rows before it is shown without them.
    package var countPatience: Duration
    /// How many times as long as such a sum took it is shown unchanged.
    package var countRest = 9

    package init(
        address: String = "127.0.0.1", port: Int = 8000, hosts: Set<String> = [], proxies: Set<String> = [],
        patience: Duration = .seconds(20), uploads: String = "/tmp/mosaic-uploads", alertHosts: Set<String> = [],
        publicHost: String? = nil, countPatience: Duration = .milliseconds(30)
    ) {
        self.address = address
        self.port = port
        self.hosts = hosts
        self.proxies = proxies
        self.patience = patience
        self.uploads = uploads
        self.alertHosts = alertHosts
        self.publicHost = publicHost
        self.countPatience = countPatience
    }

    /// The path of the opt-out page; a token follows.
    static let optOutPath = "/u/"

    /// Whether only this machine can reach it.
    package var isLocal: Bool { Self.isLoopback(address) }

    package static func isLoopback(_ address: String) -> Bool {
        address == "localhost" || address == "::1"
            || address.hasPrefix("127.") && address.allSatisfy { $0 == "." || $0.isASCII && $0.isNumber }
    }

    /// Whether a browser may call the desk by this name: any other could be a foreign site's name for this machine
    /// (DNS rebinding).
    func answers(to authority: String) -> Bool {
        let host = Self.host(of: authority)
        return Self.isLoopback(host) || host == address.lowercased() || hosts.contains(host)
    }

    /// Whether this path may be requested from outside under this name.
    func isPublic(_ authority: String, path: String) -> Bool {
        publicHost == Self.host(of: authority) && (path.hasPrefix(Self.optOutPath) || path == LoginCheck.hook)
    }

    /// Without port and brackets, in lower case.
    static func host(of authority: String) -> String {
        if authority.hasPrefix("[") { return authority.dropFirst().prefix { $0 != "]" }.lowercased() }
        return authority.prefix { $0 != ":" }.lowercased()
    }
}
