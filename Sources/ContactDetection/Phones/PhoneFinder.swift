import PhoneNumbers

/// Finds phone numbers in one zone's folded text: libphonenumber tells what is a number, the words around it whether it is
/// somebody's phone, and the known facts about the writer which country it belongs to.
struct PhoneFinder {
    let words: PhoneWords
    let mentions: CountryMentions
    let evidence: RegionEvidence

    /// A shorter run of digits is not a number that somebody gives to strangers.
    private static let leastDigits = 7
    /// Longer runs are lists.
    private static let mostDigits = 60
    /// The most candidates that are looked at; a text with more is a table.
    private static let mostCandidates = 400
    /// The most numbers of a text that are tried in every country of the world.
    private static let mostWorldwide = 4
    /// The most candidates of one number shown to a person.
    private static let mostShown = 8

    /// The runs of digits that may be numbers.
    ///
    /// - Parameter text: folded, spelled numbers rewritten, links and mail addresses blanked.
    static func clusters(in text: NormalizedText) -> [DigitCluster] {
        DigitCluster.all(in: text.bytes).filter { $0.digits >= leastDigits }
    }

    /// - Parameter clusters: those of `text`.
    func phones(in text: NormalizedText, clusters: [DigitCluster]) -> [FoundPhone] {
        var found: [FoundPhone] = []
        var worldwide = 0
        var previous: (label: Surroundings.Label?, end: Int) = (nil, 0)
        let meetings = MeetingBlocks(in: text.bytes, words: words)
        for (index, cluster) in clusters.prefix(Self.mostCandidates).enumerated() {
            guard cluster.digits <= Self.mostDigits, !NumberShape.isSomethingElse(cluster, in: text.bytes) else {
                continue
            }
            let start = index > 0 ? clusters[index - 1].range.upperBound : 0
            let end = index + 1 < clusters.count ? clusters[index + 1].range.lowerBound : text.count
            var surroundings = Surroundings(of: cluster.range, in: text.bytes, bounds: start..<end, words: words)
            // "… 0171 3920012 or 0171 3920013": the label of the first applies to the second.
            if surroundings.label == nil, follows(cluster, on: previous.end, in: text.bytes) {
                surroundings.label = previous.label
            }
            if meetings.contain(cluster.range), !surroundings.isMine { surroundings.label = .withdrawn }
            previous = (surroundings.label, cluster.range.upperBound)
            let numbers = phones(of: cluster, surroundings, in: text, bounds: start..<end)
            found += numbers
            if numbers.isEmpty, worldwide < Self.mostWorldwide, surroundings.speaksOfTelephones {
                worldwide += 1
                found += anywhere(cluster, surroundings, in: text)
            }
        }
        return promoted(found, in: text)
    }

    private func follows(_ cluster: DigitCluster, on end: Int, in text: [UInt8]) -> Bool {
        let gap = end..<max(end, cluster.range.lowerBound)
        return end > 0 && gap.count <= 6 && !text[gap].contains(0x0A)
    }

    private func phones(
        of cluster: DigitCluster, _ surroundings: Surroundings, in text: NormalizedText, bounds: Range<Int>
    ) -> [FoundPhone] {
        let reading = NumberReading(text: text, cluster: cluster)
        let assembly = DigitAssembly(cluster, surroundings, in: text.bytes)
        let dialled = dialledFromAbroad(reading, surroundings, assembly, in: text, bounds: bounds)
        if cluster.isInternational || !dialled.isEmpty { return dialled }
        let evidence = evidence(near: cluster, in: text, bounds: bounds)
        let choice = CountryChoice(evidence.entries) { entry in
            let matches = reading.matches(region: entry.region)
                .filter { isAccepted($0, surroundings, entry.source, in: text) }
            if let first = matches.first {
                let isGroupedSo = matches.count == 1 && reading.isGroupedSo(first, region: entry.region)
                return CountryReading(entry: entry, matches: matches, isGroupedSo: isGroupedSo)
            }
            return assembly?.number(at: entry).map {
                let match = PhoneMatch(range: cluster.range, number: $0)
                return CountryReading(entry: entry, matches: [match], isGroupedSo: false)
            }
        }
        switch choice {
        case .decided(let country, let confidence):
            return numbers(
                country.matches, surroundings, confidence: confidence, why: country.why, in: text.bytes, bounds: bounds)
        case .open(let readings):
            let candidates = readings.flatMap(\.candidates)
            // "919876543210" is the same number from wherever it is dialled.
            if let number = assembly?.withoutPlus(evidence.entries), candidates.allSatisfy({ $0.e164 == number.e164 }) {
                return [known(number, cluster.range, surroundings, confidence: 0.8, why: "calling code without +")]
            }
            return open(cluster, candidates, surroundings, in: text)
        case .nothing:
            return assembly?.withoutPlus(evidence.entries).map {
                [known($0, cluster.range, surroundings, confidence: 0.8, why: "calling code without +")]
            } ?? []
        }
    }

    /// Numbers that name their own country.
    private func dialledFromAbroad(
        _ reading: NumberReading, _ surroundings: Surroundings, _ assembly: DigitAssembly?, in text: NormalizedText,
        bounds: Range<Int>
    ) -> [FoundPhone] {
        let matches = reading.matches(region: nil).filter { isAccepted($0, surroundings, .words, in: text) }
        if !matches.isEmpty {
            return numbers(
                matches, surroundings, confidence: 0.97, why: "calling code", in: text.bytes, bounds: bounds)
        }
        if let number = assembly?.withCallingCode {
            return [known(number, reading.cluster.range, surroundings, confidence: 0.9, why: "calling code")]
        }
        guard surroundings.speaksOfTelephones, !surroundings.isAmount else { return [] }
        return numbers(
            reading.possible, surroundings, confidence: 0.4, why: "no such number is known to exist", in: text.bytes,
            bounds: bounds)
    }

    private func evidence(near cluster: DigitCluster, in text: NormalizedText, bounds: Range<Int>) -> RegionEvidence {
        let start = max(bounds.lowerBound, cluster.range.lowerBound - 60)
        let end = min(bounds.upperBound, cluster.range.upperBound + 30)
        return evidence.adding(mentions.near(text.bytes.wholeCharacters(start..<end), in: text))
    }

    /// A labelled number that is invalid in all expected countries: those in which it is valid.
    private func anywhere(
        _ cluster: DigitCluster, _ surroundings: Surroundings, in text: NormalizedText
    ) -> [FoundPhone] {
        guard !cluster.isInternational, (8...13).contains(cluster.digits), !surroundings.isAmount else { return [] }
        let digits = text.text(cluster.range)
        var candidates: [(region: Region, e164: String)] = []
        for region in mentions.gazetteer.formats.compactMap(\.region) {
            guard let number = PhoneNumber.parse(digits, region: region), number.isValid, number.type.isPersonal else {
                continue
            }
            candidates.append((number.region ?? region, number.e164))
        }
        return candidates.isEmpty ? [] : open(cluster, candidates, surroundings, in: text)
    }

    private func open(
        _ cluster: DigitCluster, _ candidates: [(region: Region, e164: String)], _ surroundings: Surroundings,
        in text: NormalizedText
    ) -> [FoundPhone] {
        // "01310-100": this few digits in the form of a postcode are a postcode.
        let postcode = mentions.gazetteer.postcode(text.bytes[cluster.range])
        guard cluster.digits > 8 || postcode?.isDistinct != true else { return [] }
        var seen: Set<String> = []
        let distinct = candidates.filter { seen.insert($0.e164).inserted }.prefix(Self.mostShown)
        return [
            FoundPhone(
                value: .open(Array(distinct)), isWhatsApp: surroundings.label == .whatsapp, range: cluster.range,
                confidence: 0.5, why: "nothing says in which country")
        ]
    }

    private func known(
        _ number: PhoneNumber, _ range: Range<Int>, _ surroundings: Surroundings, confidence: Double, why: String
    ) -> FoundPhone {
        FoundPhone(
            value: .known(number.e164), isWhatsApp: surroundings.label == .whatsapp, range: range,
            confidence: surroundings.label == nil ? confidence - 0.1 : confidence, why: why)
    }

    /// Several numbers in one cluster ("… / …") each have their own words around them.
    private func numbers(
        _ matches: [PhoneMatch], _ surroundings: Surroundings, confidence: Double, why: String, in text: [UInt8],
        bounds: Range<Int>
    ) -> [FoundPhone] {
        var floor = bounds.lowerBound
        return matches.enumerated().map { index, match in
            let isLast = index + 1 == matches.count
            let ceiling = isLast ? bounds.upperBound : matches[index + 1].range.lowerBound
            let own =
                matches.count == 1
                ? surroundings : Surroundings(of: match.range, in: text, bounds: floor..<ceiling, words: words)
            floor = match.range.upperBound
            return known(match.number, match.range, own, confidence: confidence, why: why)
        }
    }

    private func isAccepted(
        _ match: PhoneMatch, _ surroundings: Surroundings, _ source: RegionEvidence.Source, in text: NormalizedText
    ) -> Bool {
        let written = text.bytes[match.range]
        let isInternational = written.contains(UInt8(ascii: "+")) || written.starts(with: [0x30, 0x30])
        guard !surroundings.isAmount, surroundings.label != .withdrawn else { return false }
        if isInternational { return surroundings.label != .other || written.contains(UInt8(ascii: "+")) }
        guard surroundings.label != .other else { return false }
        if surroundings.speaksOfTelephones { return true }
        let digits = written.count(where: \.isASCIIDigit)
        switch source {
        case .words, .address, .settings:
            return digits >= 9 || surroundings.label == .number || surroundings.isAlone
        case .language, .domain, .mention:
            return match.type.isPersonal && digits >= 9 || surroundings.label == .number || surroundings.isAlone
        case .outreach, .guess:
            return surroundings.label == .number && digits >= 9
        }
    }

    /// If a text mentions WhatsApp apart from its only number ("Yes, I have WhatsApp!\n\n98765 43210"), that is the number.
    private func promoted(_ found: [FoundPhone], in text: NormalizedText) -> [FoundPhone] {
        guard var only = found.first, found.count == 1, !only.isWhatsApp, text.count <= 4_096,
            let name = words.whatsapp.first(in: text.bytes, 0..<text.count), name.count > 2,
            words.without.last(
                in: text.bytes, text.bytes.wholeCharacters(max(0, name.lowerBound - 24)..<name.lowerBound)) == nil,
            words.phone.last(
                in: text.bytes, text.bytes.wholeCharacters(max(0, only.range.lowerBound - 24)..<only.range.lowerBound))
                == nil
        else { return found }
        only.isWhatsApp = true
        return [only]
    }
}
