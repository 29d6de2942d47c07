import Correspondence
import Understanding

/// The performance of contact detection on the cases that have an expectation for it.
package struct ContactScore: Sendable, Hashable {
    package private(set) var expected = 0
    /// Contacts with a certain value.
    package private(set) var found = 0
    package private(set) var right = 0
    /// Numbers left to a person although the case names their country: neither right nor wrong.
    package private(set) var unresolved = 0
    /// Numbers that were given another country than the case names: an error that goes unnoticed.
    package private(set) var wrongCountries = 0

    /// The correct share of those found; nil when nothing was found.
    package var precision: Double? { ReplayScore.share(right, of: found) }
    /// The share of those expected that were found; nil when nothing was expected.
    package var recall: Double? { ReplayScore.share(right, of: expected) }

    /// Counts contacts of the own text, of the kinds that any case expects.
    init(_ results: [ReplayResult]) {
        let cases = results.filter { $0.replayed.contacts != nil }
        let kinds = Set(cases.flatMap { $0.replayed.contacts ?? [] }.map(\.kind)).union([
            "phone", "whatsapp", "address",
        ])
        for result in cases {
            let given = result.judged.contacts.filter { $0.zone == .own && kinds.contains($0.kind.rawValue) }
            count(given, for: result.replayed.contacts ?? [])
        }
    }

    private mutating func count(_ contacts: [ContactDetail], for wanted: [ReplayCase.Contact]) {
        let wanted = Set(wanted.map(\.comparable))
        let given = Dictionary(
            contacts.map { (ReplayCase.Contact(kind: $0.kind.rawValue, value: $0.value).comparable, $0) },
            uniquingKeysWith: { first, _ in first })
        expected += wanted.count
        right += wanted.intersection(given.keys).count
        for (contact, detail) in given where !wanted.contains(contact) {
            if !detail.isResolved {
                unresolved += 1
            } else if wanted.contains(where: { $0.isSameLine(as: contact) }) {
                wrongCountries += 1
            }
        }
        found += given.count { wanted.contains($0.key) || $0.value.isResolved }
    }
}

extension ReplayCase.Contact {
    /// Addresses are equal when their letters and digits are: they may differ in case, spaces, commas and lines. Numbers are equal
    /// when they are the same, including the sign that says that their country is known.
    fileprivate var comparable: ReplayCase.Contact {
        let plus = isNumber && value.hasPrefix("+") ? "+" : ""
        return ReplayCase.Contact(kind: kind, value: plus + value.lowercased().filter { $0.isLetter || $0.isNumber })
    }

    private var isNumber: Bool { kind == "phone" || kind == "whatsapp" }

    /// Whether two different numbers end alike: the same line in two countries.
    fileprivate func isSameLine(as other: ReplayCase.Contact) -> Bool {
        let ends = [self, other].map { $0.value.filter(\.isNumber).suffix(7) }
        return isNumber && other.isNumber && value != other.value && ends[0].count == 7 && ends[0] == ends[1]
    }
}
