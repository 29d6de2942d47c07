public import Correspondence
import PhoneNumbers

/// Finds the ways to reach somebody that a reply names: telephone and WhatsApp numbers, postal addresses, and, as kinds
/// of their own, mail addresses, handles and links.
public struct ContactDetector: Sendable {
    private let numberWords: NumberWords
    private let phoneWords: PhoneWords
    private let gazetteer: Gazetteer
    private let addressWords: AddressWords

    /// Reads the embedded address formats and words.
    ///
    /// - Throws: `ContactDataError` naming the file and line that cannot be read.
    public init() throws(ContactDataError) {
        numberWords = try NumberWords(file: "number-words.txt", PackageResources.number_words_txt)
        phoneWords = try PhoneWords(file: "phone-words.txt", PackageResources.phone_words_txt)
        gazetteer = try Gazetteer(file: "countries.txt", PackageResources.countries_txt)
        addressWords = try AddressWords(file: "address-words.txt", PackageResources.address_words_txt)
    }

    /// Every contact of every zone, ordered by offset. Linear in the text's length.
    ///
    /// A contact never runs from one zone into another. Only the own zone decides anything; the others are reported
    /// with their zone so that a person can be shown what stood where.
    public func contacts(in text: ZonedText, context: DetectionContext) -> [ContactDetail] {
        var source = text.text
        let passages = source.withUTF8 { bytes in
            text.segments.compactMap { segment -> Passage? in
                let range = segment.range.clamped(to: 0..<bytes.count)
                return range.isEmpty ? nil : Passage(bytes, segment: range, zone: segment.zone)
            }
        }
        let addressFinder = AddressFinder(words: addressWords, gazetteer: gazetteer)
        let addresses = passages.map { addressFinder.addresses(in: $0.folded) }
        let regions = regions(of: passages, addresses: addresses, context: context)
        var details: Set<ContactDetail> = []
        var found: [ContactDetail] = []
        for (passage, addresses) in zip(passages, addresses) {
            for contact in contacts(in: passage, addresses: addresses, regions: regions, context: context)
            where details.insert(contact.withoutPlace).inserted {
                found.append(contact)
            }
        }
        return found.sorted { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
    }

    private func regions(
        of passages: [Passage], addresses: [[FoundAddress]], context: DetectionContext
    ) -> RegionCandidates {
        let mentions = CountryMentions(gazetteer: gazetteer, words: phoneWords)
        let residences = passages.filter { $0.zone == .own }.flatMap { mentions.residences(in: $0.folded.bytes) }
        let countries = zip(passages, addresses).filter { $0.0.zone != .quoted }.flatMap { $0.1.compactMap(\.country) }
        return RegionCandidates(context: context, residence: residences, address: countries.compactMap { Region($0) })
    }

    private func contacts(
        in passage: Passage, addresses: [FoundAddress], regions: RegionCandidates, context: DetectionContext
    ) -> [ContactDetail] {
        let text = passage.folded
        var found: [ContactDetail] = []
        func report(_ kind: ContactDetail.Kind, _ value: String, _ range: Range<Int>, in folded: NormalizedText) {
            found.append(ContactDetail(kind: kind, value: value, zone: passage.zone, range: folded.sourceRange(range)))
        }
        let mail = MailAddressFinder.addresses(in: text.bytes)
        for (range, address) in mail where !context.ownAddresses.contains(address) {
            report(.email, address.key, range, in: text)
        }
        let links = LinkFinder.links(in: text.bytes).without(mail.map(\.range))
        for link in links {
            if let number = NumberLinks.whatsAppNumber(text.bytes[link]) {
                if !context.ownNumbers.contains(number.e164) { report(.whatsapp, number.e164, link, in: text) }
            } else {
                report(.link, passage.original(link), link, in: text)
            }
        }
        let plain = text.blanking((mail.map(\.range) + links).sorted { $0.lowerBound < $1.lowerBound })
        for (range, handle) in HandleFinder.handles(in: plain.bytes) { report(.handle, handle, range, in: plain) }
        for address in addresses { report(.address, passage.lines(address.range), address.range, in: text) }
        let spoken = SpokenDigits(words: numberWords).rewritten(LookalikeDigits.rewritten(plain))
        let finder = PhoneFinder(
            words: phoneWords, mentions: CountryMentions(gazetteer: gazetteer, words: phoneWords), regions: regions)
        for phone in finder.phones(in: spoken) where !context.ownNumbers.contains(phone.e164) {
            report(phone.isWhatsApp ? .whatsapp : .phone, phone.e164, phone.range, in: spoken)
        }
        return found
    }
}

extension ContactDetail {
    /// The same contact wherever it stands: one that is repeated in a zone is reported once.
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
