import Crypto

/// Compiled rules as bytes: reading them back takes milliseconds, compiling them most of a second.
extension PhraseBook {
    /// The bytes, which can be read back only with the same key.
    ///
    /// - Parameter key: identifies everything that the compiled rules depend on.
    func image(key: String) -> [UInt8] {
        var image = ImageWriter()
        image.append(Self.signature)
        image.append(key)
        image.append(languages.joined(separator: " "))
        image.append(negation.map(\.rawValue).joined(separator: " "))
        image.append(mixtures.flatMap { [$0.guest, $0.host] })
        image.append(meanings.map { UInt16($0.count) })
        image.append(meanings.joined().map(\.packed))
        vocabulary.write(to: &image)
        automaton.write(to: &image)
        return image.bytes + SHA256.hash(data: image.bytes)
    }

    /// Nil for bytes that have another key, come from another kind of machine, or are cut off or changed.
    init?(image: [UInt8], key: String) {
        guard image.count > SHA256.byteCount else { return nil }
        let content = image.dropLast(SHA256.byteCount)
        var reader = ImageReader(content)
        guard (try? reader.values(UInt32.self)) == Self.signature, (try? reader.text()) == key,
            SHA256.hash(data: content) == image.suffix(SHA256.byteCount), let book = try? Self(&reader)
        else { return nil }
        self = book
    }

    /// A number in this machine's order of bytes, and the version of the format.
    private static let signature: [UInt32] = [0x4D6F_7361, 1]

    private init(_ image: inout ImageReader) throws(ImageReader.Shortage) {
        let languages = try image.text().split(separator: " ").map(String.init)
        let negation = try image.text().split(separator: " ").compactMap { RuleFile.NegationSide(rawValue: String($0)) }
        let masks = try image.values(UInt32.self)
        let counts = try image.values(UInt16.self)
        var rest = try image.values(UInt32.self)[...]
        let meanings = counts.map { count in
            defer { rest = rest.dropFirst(Int(count)) }
            return rest.prefix(Int(count)).compactMap(Meaning.init(packed:))
        }
        self.init(
            languages: languages, negation: negation,
            mixtures: stride(from: 0, to: masks.count - 1, by: 2).map { (masks[$0], masks[$0 + 1]) },
            meanings: meanings, vocabulary: try Vocabulary(&image), automaton: try PhraseAutomaton(&image))
    }
}

extension PhraseBook.Meaning {
    fileprivate var packed: UInt32 {
        let number = UInt32(MarkKind.allCases.firstIndex(of: kind) ?? 0)
        return number << 16 | UInt32(language) << 8 | (opens ? 1 : 0) | (ends ? 2 : 0)
    }

    fileprivate init?(packed: UInt32) {
        guard packed >> 16 < MarkKind.allCases.count else { return nil }
        self.init(
            language: UInt8(truncatingIfNeeded: packed >> 8), kind: MarkKind.allCases[Int(packed >> 16)],
            opens: packed & 1 != 0, ends: packed & 2 != 0)
    }
}
