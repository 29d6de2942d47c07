package import Correspondence
import Outreach

/// An entry that a person bars: an address, or everybody at a domain.
package enum SuppressionEntry: Sendable, Hashable {
    case address(EmailAddress)
    case domain(MailDomain)

    /// Reads `ann@agency.example`, `agency.example` or `@agency.example`.
    package init?(_ text: String) {
        if text.first != "@", text.first != "*", let address = EmailAddress(text) {
            self = .address(address)
        } else if let domain = MailDomain(text) {
            self = .domain(domain)
        } else {
            return nil
        }
    }

    /// The entry in a row of a list: an address takes precedence over a domain.
    init?(row cells: [String]) {
        let address = cells.lazy.compactMap { cell -> EmailAddress? in
            if case .address(let address, _) = AddressCell(cell) { address } else { nil }
        }.first
        let words = cells.map { $0.filter { !$0.isWhitespace } }
        let marked = words.lazy.filter { $0.first == "@" || $0.first == "*" }.compactMap { MailDomain($0) }.first
        if let address {
            self = .address(address)
        } else if let domain = marked ?? words.first.flatMap({ MailDomain($0) }) {
            self = .domain(domain)
        } else {
            return nil
        }
    }

    package var address: EmailAddress? { if case .address(let address) = self { address } else { nil } }
    package var domain: MailDomain? { if case .domain(let domain) = self { domain } else { nil } }

    /// Why the entry is probably a mistake, as a sentence; nil where nothing speaks against it.
    var refusal: String? {
        guard let domain, CompanyDomain.isShared(domain.name) else { return nil }
        return """
            People of all kinds have their addresses at \(domain.name), and none of them would get mail any more: if you mean \
            that, add --force.
            """
    }
}
