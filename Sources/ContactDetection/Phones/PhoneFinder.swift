import PhoneNumbers

/// A telephone number found in folded text.
struct FoundPhone: Hashable {
    let e164: String
    let isWhatsApp: Bool
    let range: Range<Int>
}

/// Finds telephone numbers in one zone's folded text: libphonenumber says what a number is, the words around it whether
/// it is somebody's telephone.
struct PhoneFinder {
    let words: PhoneWords
    let mentions: CountryMentions
    let regions: RegionCandidates

    /// A run of digits shorter than this is no number that somebody gives to strangers.
    private static let leastDigits = 7
    /// Longer runs are lists.
    private static let mostDigits = 60
    /// So many candidates are looked at; a text with more is a table.
    private static let mostCandidates = 400

    /// The runs of digits that may be numbers.
    ///
    /// - Parameter text: folded, spelled numbers rewritten, links and mail addresses blanked.
    static func clusters(in text: NormalizedText) -> [DigitCluster] {
        DigitCluster.all(in: text.bytes).filter { $0.digits >= leastDigits }
    }

    /// - Parameter clusters: those of `text`.
    func phones(in text: NormalizedText, clusters: [DigitCluster]) -> [FoundPhone] {
        var found: [FoundPhone] = []
        for (index, cluster) in clusters.prefix(Self.mostCandidates).enumerated() {
            guard cluster.digits <= Self.mostDigits, !NumberShape.isSomethingElse(cluster, in: text.bytes) else {
                continue
            }
            let start = index > 0 ? clusters[index - 1].range.upperBound : 0
            let end = index + 1 < clusters.count ? clusters[index + 1].range.lowerBound : text.count
            found += phones(of: cluster, in: text, bounds: start..<end)
        }
        return promoted(found, in: text)
    }

    private func phones(of cluster: DigitCluster, in text: NormalizedText, bounds: Range<Int>) -> [FoundPhone] {
        let surroundings = Surroundings(of: cluster.range, in: text.bytes, bounds: bounds, words: words)
        let nearStart = max(bounds.lowerBound, cluster.range.lowerBound - 60)
        let nearEnd = min(bounds.upperBound, cluster.range.upperBound + 30)
        let near = text.bytes.wholeCharacters(nearStart..<nearEnd)
        let candidates = regions.preferring(mentions.near(near, in: text.bytes)).candidates
        if candidates.first?.source == .guess {
            return guessed(cluster, candidates, surroundings, in: text, bounds: bounds)
        }
        for candidate in candidates where candidate.source < .guess {
            let matches = matches(of: cluster, in: text, region: candidate.region)
            let accepted = matches.filter { isAccepted($0, of: cluster, surroundings, candidate.source, in: text) }
            guard !accepted.isEmpty else { continue }
            return numbers(accepted, surroundings, in: text.bytes, bounds: bounds)
        }
        let known = candidates.filter { $0.source < .guess }
        return DigitAssembly(cluster, in: text.bytes).number(known, surroundings).map {
            [FoundPhone(e164: $0.e164, isWhatsApp: surroundings.label == .whatsapp, range: cluster.range)]
        } ?? []
    }

    /// Nothing says where the writer is: a number counts when it names its country, or is one in no other country that
    /// much mail comes from.
    private func guessed(
        _ cluster: DigitCluster, _ candidates: [(region: Region, source: RegionCandidates.Source)],
        _ surroundings: Surroundings, in text: NormalizedText, bounds: Range<Int>
    ) -> [FoundPhone] {
        var found: [Int: [PhoneMatch]] = [:]
        for candidate in candidates {
            let accepted = matches(of: cluster, in: text, region: candidate.region)
                .filter { isAccepted($0, of: cluster, surroundings, .guess, in: text) }
            guard let first = accepted.first else { continue }
            if found[first.number.callingCode] == nil { found[first.number.callingCode] = accepted }
            if cluster.isInternational { break }
            // Three, three and four digits without a zero before them are how North America writes and nobody else.
            if candidate.region.code == "US", cluster.groupLengths == [3, 3, 4] { break }
        }
        if let only = found.first?.value, found.count == 1 {
            return numbers(only, surroundings, in: text.bytes, bounds: bounds)
        }
        guard found.isEmpty else { return [] }
        let abroad: [(region: Region, source: RegionCandidates.Source)] = []
        return DigitAssembly(cluster, in: text.bytes).number(abroad, surroundings).map {
            [FoundPhone(e164: $0.e164, isWhatsApp: surroundings.label == .whatsapp, range: cluster.range)]
        } ?? []
    }

    /// Several numbers in one cluster ("… / …") have each their own words around.
    private func numbers(
        _ matches: [PhoneMatch], _ surroundings: Surroundings, in text: [UInt8], bounds: Range<Int>
    ) -> [FoundPhone] {
        var floor = bounds.lowerBound
        return matches.enumerated().map { index, match in
            let isLast = index + 1 == matches.count
            let ceiling = isLast ? bounds.upperBound : matches[index + 1].range.lowerBound
            let own =
                matches.count == 1
                ? surroundings : Surroundings(of: match.range, in: text, bounds: floor..<ceiling, words: words)
            floor = match.range.upperBound
            return FoundPhone(e164: match.e164, isWhatsApp: own.label == .whatsapp, range: match.range)
        }
    }

    /// What libphonenumber makes of the digits and of what touches them.
    private func matches(of cluster: DigitCluster, in text: NormalizedText, region: Region) -> [PhoneMatch] {
        let before = cluster.range.lowerBound - 1
        let line = text.bytes[cluster.range.upperBound...].prefix(24).prefix { $0 != 0x0A }
        let window = text.bytes.wholeCharacters(max(0, before)..<line.endIndex)
        return PhoneNumberMatcher.matches(in: text.text(window), region: region)
            .map { match in
                let start = match.range.lowerBound + window.lowerBound
                return PhoneMatch(range: start..<(start + match.range.count), number: match.number)
            }
            .filter { $0.range.overlaps(cluster.range) && $0.range.lowerBound >= cluster.range.lowerBound }
    }

    private func isAccepted(
        _ match: PhoneMatch, of cluster: DigitCluster, _ surroundings: Surroundings, _ source: RegionCandidates.Source,
        in text: NormalizedText
    ) -> Bool {
        let written = text.bytes[match.range]
        let isInternational = written.contains(UInt8(ascii: "+")) || written.starts(with: [0x30, 0x30])
        guard !surroundings.isAmount, surroundings.label != .withdrawn, isWhole(match, of: cluster, in: text.bytes)
        else { return false }
        if isInternational { return surroundings.label != .other || written.contains(UInt8(ascii: "+")) }
        guard surroundings.label != .other else { return false }
        if surroundings.speaksOfTelephones { return true }
        let digits = written.count(where: \.isASCIIDigit)
        switch source {
        case .words, .address, .settings:
            return digits >= 9 || surroundings.label == .number || surroundings.isAlone
        case .language, .domain:
            return match.type.isPersonal && digits >= 9 || surroundings.label == .number || surroundings.isAlone
        case .guess:
            return surroundings.label == .number && digits >= 10
        }
    }

    /// Whether the match is not a piece cut out of a longer number.
    private func isWhole(_ match: PhoneMatch, of cluster: DigitCluster, in text: [UInt8]) -> Bool {
        let before = cluster.groups.last { $0.upperBound <= match.range.lowerBound }
        let after = cluster.groups.first { $0.lowerBound >= match.range.upperBound }
        if let before, !separates(text[before.upperBound..<match.range.lowerBound], match, text) {
            // "12, 98765 43210" and "2 9876543210" are two numbers, "4456 98765 43210" may be one.
            let isOneGroup = !text[match.range].contains { !$0.isASCIIDigit && $0 != UInt8(ascii: "+") }
            guard isOneGroup, before.count <= 2 else { return false }
        }
        guard let after else { return true }
        return separates(text[match.range.upperBound..<after.lowerBound], match, text)
            || match.range.count >= 10 && after.count >= 7
    }

    private func separates(_ gap: ArraySlice<UInt8>, _ match: PhoneMatch, _ text: [UInt8]) -> Bool {
        gap.contains { "/,|[]*~".utf8.contains($0) } || gap.count >= 2
            || text[match.range.lowerBound] == UInt8(ascii: "+")
    }

    /// One number in a text that speaks of WhatsApp elsewhere ("Yes, I have WhatsApp!\n\n98765 43210") is that one.
    private func promoted(_ found: [FoundPhone], in text: NormalizedText) -> [FoundPhone] {
        guard let only = found.first, found.count == 1, !only.isWhatsApp, text.count <= 4_096,
            let name = words.whatsapp.first(in: text.bytes, 0..<text.count), name.count > 2,
            words.without.last(
                in: text.bytes, text.bytes.wholeCharacters(max(0, name.lowerBound - 24)..<name.lowerBound)) == nil,
            words.phone.last(
                in: text.bytes, text.bytes.wholeCharacters(max(0, only.range.lowerBound - 24)..<only.range.lowerBound))
                == nil
        else { return found }
        return [FoundPhone(e164: only.e164, isWhatsApp: true, range: only.range)]
    }
}
