import Text

/// How placeholders find fields: `{First Name}`, `{first-name}` and `{first}` all mean `first_name`.
enum FieldNames {
    /// Names of the same thing, in normal form; the first is the usual one.
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

    /// Lower case; runs of spaces, hyphens, dots and underscores become one underscore, none at the ends.
    static func normal(_ name: String) -> String {
        name.lowercased().split { " -._\t".contains($0) }.joined(separator: "_")
    }

    /// The normal form of `name`, then the other names of the same thing.
    static func forms(of name: String) -> [String] {
        let name = normal(name)
        return [name] + (aliases[name] ?? []).filter { $0 != name }
    }

    /// The field with the first of these forms that exists.
    static func value(of forms: [String], in fields: [String: TemplateValue]) -> TemplateValue? {
        for form in forms {
            if let value = fields[form] { return value }
        }
        // Columns mostly have normal names; only others are examined individually.
        let others = fields.keys.filter { forms.contains(normal($0)) }.sorted()
        for form in forms {
            if let name = others.first(where: { normal($0) == form }) { return fields[name] }
        }
        return nil
    }

    /// `known` holds normal forms.
    static func isKnown(_ name: String, among known: Set<String>) -> Bool {
        forms(of: name).contains(where: known.contains)
    }

    /// Whether every mail has a field with this name: such a word is hardly intended as text.
    static func isUsual(_ name: String) -> Bool {
        let name = normal(name)
        return name.contains("_") && usual.contains(name) || ["first", "last", "firstname", "lastname"].contains(name)
    }

    private static let usual = Set(
        groups.flatMap(\.self) + [
            "sender_name", "sender_first_name", "sender_last_name", "sender_email", "account_signature",
        ])
}
