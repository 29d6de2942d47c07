import Text

/// Checks the addresses in rendered HTML: in a mail only complete ones work, and only harmless ones are allowed.
enum LinkCheck {
    /// Schemes of links, and of embedded content.
    private static let schemes: [String: Set<String>] = [
        "href": ["http", "https", "mailto", "tel"], "src": ["http", "https", "cid"],
    ]

    /// The first link that must not be sent, and its place in `html`.
    static func problem(in html: String) -> TemplateError? {
        var scanner = HTMLScanner(html)
        while true {
            let start = scanner.index
            guard let token = scanner.next() else { return nil }
            guard case .start(_, let range) = token else { continue }
            for (name, value) in TagAttributes.all(in: scanner.bytes[range]) {
                guard let allowed = schemes[name], !isFit(value, allowed) else { continue }
                var source = SourceText(html)
                let sentence =
                    "the \(name) \"\(OneLine.text(String(value.prefix(80))))\" of the rendered mail is no whole "
                    + "address; it begins with \(allowed.sorted().joined(separator: ": or ")):"
                return TemplateError(.link(sentence), at: source.position(of: min(start, source.bytes.count)))
            }
        }
    }

    private static func isFit(_ value: String, _ allowed: Set<String>) -> Bool {
        // Browsers remove controls and white space before they read the scheme.
        let address = value.unicodeScalars.filter { $0.value > 0x20 && $0.value != 0x7F }
        if address.first == "#" { return true }
        guard let colon = address.firstIndex(of: ":") else { return false }
        let scheme = String(String.UnicodeScalarView(address[..<colon])).asciiLowercased
        return allowed.contains(scheme) && address.distance(from: colon, to: address.endIndex) > 1
    }
}
