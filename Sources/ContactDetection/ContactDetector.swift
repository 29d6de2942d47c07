package import Correspondence
import Languages
import PhoneNumbers

/// Finds the ways to reach somebody in a reply: phone and WhatsApp numbers, postal addresses, and, as separate kinds, mail
/// addresses, handles and links.
package struct ContactDetector: Sendable {
    private let numberWords: NumberWords
    private let phoneWords: PhoneWords
    private let textLanguage: TextLanguage
    private let gazetteer: Gazetteer
    private let addressWords: AddressWords

    /// Reads the embedded address formats, and the words of every language.
    ///
    /// - Throws: `ContactDataError` naming the file and line that cannot be read.
    package init() throws(ContactDataError) {
        do {
            numberWords = try NumberWords(ShippedLanguages.files(.numbers).map(\.file))
            phoneWords = PhoneWords(try ShippedWords(.phones))
            textLanguage = try TextLanguage()
            addressWords = AddressWords(try ShippedWords(.streets))
        } catch {
            throw ContactDataError(file: error.file, line: error.line, problem: error.problem)
        }
        gazetteer = try Gazetteer(file: "countries.txt", PackageResources.countries_txt)
    }

    /// Every contact of every zone, ordered by offset. Linear in the text's length.
    ///
    /// A contact never extends from one zone into another. Only the own zone decides anything; the others are reported with their
    /// zone so that a person can see their origin.
    package func contacts(in text: ZonedText, context: DetectionContext) -> [ContactDetail] {
        var source = text.text
        let passages = source.withUTF8 { bytes in
            text.segments.compactMap { segment -> Passage? in
                let range = segment.range.clamped(to: 0..<bytes.count)
                return range.isEmpty ? nil : Passage(bytes, segment: range, zone: segment.zone)
            }
        }
        let addressFinder = AddressFinder(words: addressWords, gazetteer: gazetteer)
        let texts = passages.map { PassageText($0, numberWords: numberWords) }
        let addresses = passages.map { passage in
            // A number beside an address belongs to neither of its lines.
            let numbers = NumbersBesideAddresses.ranges(in: passage.folded, words: phoneWords)
            return addressFinder.addresses(in: passage.folded.blanking(numbers))
        }
        // Few replies contain enough digits for a number; only these need the countries.
        let evidence =
            texts.contains { $0.mayHoldNumbers } ? evidence(of: passages, addresses: addresses, context) : nil
        var details: Set<ContactDetail> = []
        var found: [ContactDetail] = []
        for (text, addresses) in zip(texts, addresses) {
            for contact in contacts(in: text, addresses: addresses, evidence: evidence, context: context)
            where details.insert(contact.withoutPlace).inserted {
                found.append(contact)
            }
        }
        return found.sorted { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
    }

    private func evidence(
        of passages: [Passage], addresses: [[FoundAddress]], _ context: DetectionContext
    ) -> RegionEvidence {
        let mentions = CountryMentions(gazetteer: gazetteer, words: phoneWords)
        let own = passages.filter { $0.zone == .own }.map(\.folded)
        let countries = zip(passages, addresses).filter { $0.0.zone != .quoted }.flatMap { $0.1.compactMap(\.country) }
        return RegionEvidence(
            context: context,
            words: RegionEvidence.Hints(
                residences: own.flatMap { mentions.residences(in: $0) }, addresses: countries.compactMap { Region($0) },
                mentions: own.flatMap { mentions.all(in: $0) }, language: textLanguage.language(of: own),
                outreachLanguage: textLanguage.language(of: passages.filter { $0.zone == .quoted }.map(\.folded))))
    }

    private func contacts(
        in text: PassageText, addresses: [FoundAddress], evidence: RegionEvidence?,
        context: DetectionContext
    ) -> [ContactDetail] {
        let passage = text.passage
        let folded = passage.folded
        var found: [ContactDetail] = []
        func report(
            _ kind: ContactDetail.Kind, _ value: String, _ range: Range<Int>, in folded: NormalizedText,
            _ certainty: Certainty
        ) {
            found.append(
                ContactDetail(
                    kind: kind, value: value, zone: passage.zone, range: folded.sourceRange(range),
                    confidence: certainty.confidence * passage.zone.trust, why: certainty.why,
                    candidates: certainty.candidates))
        }
        for (range, address) in text.mail where !context.ownAddresses.contains(address) {
            report(.email, address.key, range, in: folded, Certainty(0.95, "written out"))
        }
        for link in text.links {
            if let number = NumberLinks.whatsAppNumber(folded.bytes[link]) {
                guard !context.ownNumbers.contains(number.e164) else { continue }
                report(.whatsapp, number.e164, link, in: folded, Certainty(0.98, "WhatsApp link"))
            } else {
                report(.link, passage.original(link), link, in: folded, Certainty(0.95, "written out"))
            }
        }
        for (range, handle) in HandleFinder.handles(in: text.plain.bytes) {
            report(.handle, handle, range, in: text.plain, Certainty(0.8, "name of a network, or @"))
        }
        for address in addresses {
            report(
                .address, passage.lines(address.range), address.range, in: folded,
                Certainty(address.confidence, address.why))
        }
        guard let evidence else { return found }
        let finder = PhoneFinder(
            words: phoneWords, mentions: CountryMentions(gazetteer: gazetteer, words: phoneWords), evidence: evidence)
        for phone in finder.phones(in: text.spoken, clusters: text.clusters) {
            let kind: ContactDetail.Kind = phone.isWhatsApp ? .whatsapp : .phone
            switch phone.value {
            case .known(let number) where context.ownNumbers.contains(number): continue
            case .known(let number):
                report(kind, number, phone.range, in: text.spoken, Certainty(phone.confidence, phone.why))
            case .open(let candidates):
                let written = text.spoken.sourceRange(phone.range)
                // A postcode in an address is no number of an unknown country.
                if addresses.contains(where: { folded.sourceRange($0.range).overlaps(written) }) { continue }
                let certainty = Certainty(
                    phone.confidence, phone.why,
                    candidates.map { ContactDetail.Candidate(region: $0.region.code, value: $0.e164) })
                guard !written.isEmpty else { continue }
                report(kind, text.digits(phone.range), phone.range, in: text.spoken, certainty)
            }
        }
        return found
    }
}

/// A passage in the forms that the finders of names and numbers read.
private struct PassageText {
    let passage: Passage
    let mail: [(range: Range<Int>, address: EmailAddress)]
    let links: [Range<Int>]
    /// Without mail addresses and links.
    let plain: NormalizedText
    /// Without these, and with spelled numbers as digits.
    let spoken: NormalizedText
    let clusters: [DigitCluster]

    init(_ passage: Passage, numberWords: NumberWords) {
        self.passage = passage
        mail = MailAddressFinder.addresses(in: passage.folded.bytes)
        links = LinkFinder.links(in: passage.folded.bytes).without(mail.map(\.range))
        plain = passage.folded.blanking((mail.map(\.range) + links).sorted { $0.lowerBound < $1.lowerBound })
        spoken = SpokenDigits(words: numberWords).rewritten(LookalikeDigits.rewritten(plain))
        clusters = PhoneFinder.clusters(in: spoken)
    }

    var mayHoldNumbers: Bool { !clusters.isEmpty }

    /// A number as written, with plain digits and on one line.
    func digits(_ range: Range<Int>) -> String {
        spoken.text(range).split(separator: " ").joined(separator: " ")
    }
}

/// The confidence in a contact, and its reasons.
private struct Certainty {
    let confidence: Double
    let why: String
    let candidates: [ContactDetail.Candidate]

    init(_ confidence: Double, _ why: String, _ candidates: [ContactDetail.Candidate] = []) {
        self.confidence = confidence
        self.why = why
        self.candidates = candidates
    }
}

extension TextZone {
    /// The share of a contact's confidence that its zone leaves: a quoted detail is hardly the writer's.
    fileprivate var trust: Double {
        switch self {
        case .own: 1
        case .signature: 0.9
        case .quoted: 0.3
        }
    }
}

extension ContactDetail {
    /// Contacts that are equal regardless of place: a repetition within a zone is reported once.
    fileprivate var withoutPlace: ContactDetail {
        ContactDetail(kind: kind, value: value, zone: zone, range: 0..<0)
    }
}

extension [Range<Int>] {
    /// The ranges that touch none of the others; both in order.
    fileprivate func without(_ others: [Range<Int>]) -> [Range<Int>] {
        var next = others.startIndex
        return filter { range in
            while next < others.endIndex, others[next].upperBound <= range.lowerBound { next += 1 }
            return next == others.endIndex || !others[next].overlaps(range)
        }
    }
}
