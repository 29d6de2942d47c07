/// People and domains that never get an automatic mail: `NEVER_ANSWER`.
package struct NeverAnswer: Sendable, Hashable {
    package var addresses: Set<EmailAddress>
    /// Lower-cased, without `@`; each includes its subdomains.
    package var domains: Set<String>

    package init(addresses: Set<EmailAddress> = [], domains: Set<String> = []) {
        self.addresses = addresses
        self.domains = domains
    }

    /// Whether this correspondent is one of them.
    package func covers(_ address: EmailAddress) -> Bool {
        addresses.contains(address) || DomainList(domains).covers(address)
    }

    /// Addresses and domains (`agency.example`, `@agency.example`, `*.agency.example`), separated by commas, semicolons or
    /// white space.
    ///
    /// - Returns: also the positions, from 1, of the entries that are neither.
    package static func parsed(_ text: String) -> (value: NeverAnswer, faulty: [Int]) {
        var (value, faulty) = (NeverAnswer(), [Int]())
        let entries = text.split { $0 == "," || $0 == ";" || $0.isWhitespace }
        for (number, entry) in entries.enumerated() {
            if entry.first != "*", entry.first != "@", let address = EmailAddress(entry) {
                value.addresses.insert(address)
            } else if let domain = MailDomain(entry) {
                value.domains.insert(domain.name)
            } else {
                faulty.append(number + 1)
            }
        }
        return (value, faulty)
    }
}
