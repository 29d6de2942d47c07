import Text

/// How placeholders find fields: `{First Name}`, `{first-name}` and `{first}` all mean `first_name`.
enum FieldNames {
    /// Names of one thing, in their normal form; the first is the usual one.
    private static let groups: [[String]] = [
        ["first_name", "first", "firstname", "given_name"],
        ["last_name", "last", "lastname", "surname", "family_name"],
        ["name", "full_name", "fullname"],
        ["company_name", "company", "companyname", "organization", "organisation"],
        ["email", "e_mail", "mail", "email_address"],
        ["website", "web_site", "homepage"],
    ]

    private static let aliases: [String: [String]] = Dictionary(
        groups.flatMap { group in group.map { ($0, group) } }, uniquingKeysWith: { first, _ in first })

    /// Lower case; runs of spaces, hyphens, dots and underscores are one underscore, none at the ends.
    static func normal(_ name: String) -> String {
        name.lowercased().split { " -._\t".contains($0) }.joined(separator: "_")
    }

    static func normalised(_ fields: [String: TemplateValue]) -> [String: TemplateValue] {
        // Of two columns with one normal form, the one written in it counts.
        Dictionary(
            fields.map { (normal($0.key), $0.key, $0.value) }.sorted { $0.1 == $0.0 && $1.1 != $1.0 || $0.1 < $1.1 }
                .map { ($0.0, $0.2) }, uniquingKeysWith: { first, _ in first })
    }

    static func value(of name: String, in fields: [String: TemplateValue]) -> TemplateValue? {
        let name = normal(name)
        if let value = fields[name] { return value }
        return aliases[name]?.lazy.compactMap { fields[$0] }.first
    }

    /// `known` holds normal forms.
    static func isKnown(_ name: String, among known: Set<String>) -> Bool {
        let name = normal(name)
        return known.contains(name) || aliases[name]?.contains(where: known.contains) == true
    }

    /// Whether every mail has a field of this name: such a word is hardly meant as text.
    static func isUsual(_ name: String) -> Bool {
        let name = normal(name)
        return name.contains("_") && usual.contains(name) || ["first", "last", "firstname", "lastname"].contains(name)
    }

    private static let usual = Set(
        groups.flatMap(\.self) + [
            "sender_name", "sender_first_name", "sender_last_name", "sender_email", "account_signature",
        ])
}
