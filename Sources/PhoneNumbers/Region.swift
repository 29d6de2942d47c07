import CPhoneNumber

/// A country or territory with a phone system, by its ISO 3166 code: `GB`, `IN`.
public struct Region: Hashable, Sendable, CustomStringConvertible {
    /// Two upper-case letters.
    public let code: String

    /// Nil unless the code is one of the two-letter codes in the numbering plans; letter case does not matter.
    public init?(_ code: String) {
        let upper = code.utf8.map { (0x61...0x7A).contains($0) ? $0 - 32 : $0 }
        guard upper.count == 2, upper.allSatisfy({ (0x41...0x5A).contains($0) }) else { return nil }
        let text = String(decoding: upper, as: UTF8.self)
        guard cphone_calling_code(text) != 0 else { return nil }
        self.code = text
    }

    /// The main country of a calling code: 1 → US, 44 → GB; nil for an unassigned code.
    public init?(callingCode: Int) {
        guard let code = Int32(exactly: callingCode) else { return nil }
        var letters: (CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar) = (0, 0, 0, 0, 0, 0, 0, 0)
        let text = withUnsafeMutableBytes(of: &letters) { bytes -> String? in
            let characters = bytes.assumingMemoryBound(to: CChar.self)
            guard let start = characters.baseAddress, cphone_region(code, start) else { return nil }
            return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        guard let text, let region = Region(text) else { return nil }
        self = region
    }

    /// The country of a mail domain's last label: `studio.com.br` → BR, `mail.co.uk` → GB.
    ///
    /// Country domains that are registered worldwide (`.io`, `.tv`, `.me`, …) say nothing and return nil.
    public init?(domain: String) {
        guard let label = domain.lowercased().split(separator: ".").last else { return nil }
        guard label.count == 2, !Self.rentedDomains.contains(String(label)) else { return nil }
        self.init(label == "uk" ? "GB" : String(label))
    }

    /// The calling code to dial it: 44 for GB.
    public var callingCode: Int { Int(cphone_calling_code(code)) }

    public var description: String { code }

    /// The code for libphonenumber: its own code for "no region" is ZZ.
    static func code(of region: Region?) -> String { region?.code ?? "ZZ" }

    private static let rentedDomains: Set<String> = [
        "ac", "ag", "ai", "am", "cc", "co", "fm", "gg", "io", "la", "ly", "me", "nu", "sc", "sh", "tk",
        "to", "tv", "vc", "ws",
    ]
}
