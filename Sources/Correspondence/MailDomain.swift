/// A mail domain, for rules that hold for everybody at the domain and its subdomains.
package struct MailDomain: Hashable, Sendable, CustomStringConvertible {
    /// Lower-cased, without `@`.
    package let name: String

    /// Reads `agency.example`, `@agency.example`, `*.agency.example` and `*@agency.example`. At least two labels are required: a
    /// whole top-level domain would be a slip of the hand.
    package init?(_ text: some StringProtocol) {
        var name = Substring(text)
        for prefix in ["*@", "@", "*."] where name.hasPrefix(prefix) {
            name = name.dropFirst(prefix.count)
            break
        }
        guard name.contains("."), let address = EmailAddress("x@\(name)") else { return nil }
        self.name = address.domain
    }

    package var description: String { "@\(name)" }
}

/// A set of domains, each including its subdomains.
package struct DomainList: Hashable, Sendable {
    /// Lower-cased, without `@`.
    private let names: Set<String>

    package init(_ names: Set<String>) { self.names = names }

    package func covers(_ address: EmailAddress) -> Bool {
        !names.isEmpty && Self.domains(of: address).contains(where: names.contains)
    }

    /// The address's own domain and its parents: `a.b.example`, `b.example`, `example`.
    package static func domains(of address: EmailAddress) -> [String] {
        var domains: [String] = []
        var rest = address.domain[...]
        while !rest.isEmpty {
            domains.append(String(rest))
            rest = rest.drop { $0 != "." }.dropFirst()
        }
        return domains
    }
}
