package import Text

/// The values of one recipient's mail, by name.
package struct TemplateFields: Sendable, Hashable {
    /// Each field that has a value.
    package private(set) var values: [String: TemplateValue]

    /// Fields for sending: a blank one counts as absent, so that `default` applies to it.
    ///
    /// An empty cell of a CSV file means that nothing is known; Jinja itself would print nothing.
    package init(_ values: [String: TemplateValue]) {
        self.values = values.compactMapValues(Self.withoutBlanks)
    }

    /// The members of a JSON object, as leads keep their fields; blank ones count as absent. Other JSON has no fields.
    package init(json: JSON) {
        let members = (json.members ?? []).map { ($0.key, TemplateValue($0.value)) }
        self.init(Dictionary(members, uniquingKeysWith: { first, _ in first }))
    }

    /// Fields unchanged, blank ones included, as in Jinja.
    package init(exactly values: [String: TemplateValue]) {
        self.values = values
    }

    /// These fields combined with those of `other`, these winning: a lead's own before those of its campaign.
    package func merging(_ other: TemplateFields) -> TemplateFields {
        TemplateFields(exactly: values.merging(other.values) { _, new in new })
    }

    private static func withoutBlanks(_ value: TemplateValue) -> TemplateValue? {
        guard !value.isBlank else { return nil }
        guard case .dictionary(let members) = value else { return value }
        return .dictionary(members.compactMapValues(withoutBlanks))
    }
}

extension TemplateFields: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, TemplateValue)...) {
        self.init(Dictionary(elements, uniquingKeysWith: { first, _ in first }))
    }
}
