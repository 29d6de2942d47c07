/// The filters there are, by their names in Jinja (jinja2/filters.py), whose results they repeat.
enum Filter: String, Sendable, CaseIterable {
    case `default`, escape, safe, upper, lower, title, capitalize, trim, replace, length, join, first, last, truncate,
        urlencode, int

    private static let aliases: [String: Filter] = ["d": .default, "e": .escape, "count": .length]

    init?(name: String) {
        guard let filter = Filter(rawValue: name) ?? Self.aliases[name] else { return nil }
        self = filter
    }

    static let names = allCases.map(\.rawValue) + aliases.keys.sorted()

    /// The names of the arguments, in the order in which they may be given without names.
    var parameters: [String] {
        switch self {
        case .default: ["default_value", "boolean"]
        case .trim: ["chars"]
        case .replace: ["old", "new", "count"]
        case .join: ["d"]
        case .truncate: ["length", "killwords", "end", "leeway"]
        case .int: ["default"]
        default: []
        }
    }

    /// The number of required arguments.
    var required: Int { self == .replace ? 2 : 0 }
}
