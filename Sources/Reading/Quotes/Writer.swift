package import Correspondence

/// The known facts about a mail's writer: how their name may appear below their text.
package struct Writer: Sendable, Hashable {
    /// The words of the name and of the address before the @, folded.
    private let names: Set<[UInt8]>
    /// Of the address, folded.
    private let domain: [UInt8]

    package init(_ from: Correspondent) {
        let name = (from.name ?? "").foldedForMatching
        let local = from.address.localPart.foldedForMatching
        names = Set(
            (Self.words(name) + Self.words(local)).filter { $0.count >= 2 && !$0.allSatisfy(\.isDigit) })
        domain = from.address.domain.foldedForMatching
    }

    /// Whether these words can be the writer's name: one word of the name is among them.
    func isNamed(_ text: [UInt8]) -> Bool { Self.words(text).contains(where: names.contains) }

    /// Whether these words are the writer's name and nothing else, initials aside.
    func isWhole(_ text: [UInt8]) -> Bool {
        let words = Self.words(text)
        return words.contains(where: names.contains)
            && words.allSatisfy { word in
                names.contains(word) || word.count == 1 && names.contains { $0.first == word[0] }
            }
    }

    /// Whether a line contains the domain of the writer's address.
    func isDomain(in text: [UInt8]) -> Bool {
        domain.count > 4 && text.containsSubsequence(String(decoding: domain, as: UTF8.self))
    }

    private static func words(_ text: [UInt8]) -> [[UInt8]] { text.split { !$0.isNameByte }.map(Array.init) }
}

extension UInt8 {
    /// A byte of a name: letters of any script.
    fileprivate var isNameByte: Bool { (0x61...0x7A).contains(lowercasedASCII) || self >= 0x80 || isDigit }
}
