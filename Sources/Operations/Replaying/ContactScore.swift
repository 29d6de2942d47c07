import Correspondence
import Understanding

/// How contact detection did on the cases that expect something of it.
package struct ContactScore: Sendable, Hashable {
    package private(set) var expected = 0
    /// Contacts with a value that is certain.
    package private(set) var found = 0
    package private(set) var right = 0
    /// Numbers that were left to a person though the case names their country: neither right nor wrong.
    package private(set) var unresolved = 0
    /// Numbers that were given another country than the case names: the error that nobody sees.
    package private(set) var wrongCountries = 0

    /// Of what was found, the share that is right; nil when nothing was found.
    package var precision: Double? { ReplayScore.share(right, of: found) }
    /// Of what was expected, the share that was found; nil when nothing was expected.
    package var recall: Double? { ReplayScore.share(right, of: expected) }

    /// Counts contacts of the own text, of those kinds that the cases ask for anywhere.
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
    /// Addresses are equal when their letters and digits are: they differ in case, spaces, commas and lines otherwise.
    /// Numbers are equal when they are the same, with the sign that says that their country is known.
    fileprivate var comparable: ReplayCase.Contact {
        let plus = isNumber && value.hasPrefix("+") ? "+" : ""
        return ReplayCase.Contact(kind: kind, value: plus + value.lowercased().filter { $0.isLetter || $0.isNumber })
    }

    private var isNumber: Bool { kind == "phone" || kind == "whatsapp" }

    /// Whether two numbers end alike though they differ: the same line in two countries.
    fileprivate func isSameLine(as other: ReplayCase.Contact) -> Bool {
        let ends = [self, other].map { $0.value.filter(\.isNumber).suffix(7) }
        return isNumber && other.isNumber && value != other.value && ends[0].count == 7 && ends[0] == ends[1]
    }
}
