import PhoneNumbers

/// The reading of one cluster's digits in one country.
struct CountryReading {
    let entry: RegionEvidence.Entry
    /// At least one, in order.
    let matches: [PhoneMatch]
    /// The digits are grouped as that country groups them.
    let isGroupedSo: Bool

    fileprivate var numbers: [String] { matches.map(\.e164) }

    /// How well it fits: the evidence for the country, the kind of line, and that country's way of grouping.
    fileprivate var score: Int { entry.weight + plausibility }

    private var plausibility: Int {
        (matches.map(\.number.linePlausibility).min() ?? 0) + (isGroupedSo ? 2 : 0)
    }

    /// The most that a number's form adds.
    static let mostPlausibility = 4

    /// For people: `GB: configured region, written as there`.
    var why: String {
        let sources = entry.sources.filter { $0 != .guess || entry.sources.count == 1 }.prefix(2).map(\.shown)
        return "\(entry.region.code): " + (sources + (isGroupedSo ? ["written as there"] : [])).joined(separator: ", ")
    }

    var candidates: [(region: Region, e164: String)] {
        matches.map { ($0.region ?? entry.region, $0.e164) }
    }
}

/// Decides the country of a number without a calling code: the one that is clearly ahead of every other in which the same
/// digits are a number.
enum CountryChoice {
    /// One reading, with its confidence, 0 to 1.
    case decided(CountryReading, confidence: Double)
    /// Several are about as likely; the likeliest first.
    case open([CountryReading])
    case nothing

    /// A lead that no way of writing can make up for.
    static let lead = 3
    /// Evidence that decides if the number exists there at all, whatever its form.
    private static let sureWeight = 4
    /// The sum that weaker evidence and the number's form must reach: a guess at Britain or North America, and a mobile number
    /// written in a unique way.
    private static let sureScore = 6
    /// The lower sum for digits that are a number in only one of the countries.
    private static let sureScoreAlone = 5

    /// - Parameters:
    ///   - entries: likeliest first; `read` is not called for those that cannot change the outcome.
    ///   - read: the reading of the digits in one country.
    init(_ entries: [RegionEvidence.Entry], read: (RegionEvidence.Entry) -> CountryReading?) {
        var readings: [CountryReading] = []
        var best = 0
        for entry in entries {
            if best >= entry.weight + CountryReading.mostPlausibility + Self.lead { break }
            guard let reading = read(entry) else { continue }
            best = max(best, reading.score)
            readings.append(reading)
        }
        let ranked = readings.enumerated().sorted { ($1.element.score, $0.offset) < ($0.element.score, $1.offset) }
            .map(\.element)
        guard let first = ranked.first else {
            self = .nothing
            return
        }
        let second = ranked.first { $0.numbers != first.numbers }?.score ?? 0
        let isSure =
            first.entry.weight >= Self.sureWeight || first.entry.weight >= 2 && first.score >= Self.sureScore
            || second == 0 && first.score >= Self.sureScoreAlone
        if isSure, second == 0 || first.score - second >= Self.lead {
            self = .decided(first, confidence: min(0.95, 0.7 + 0.03 * Double(first.score - second)))
        } else {
            self = .open(ranked)
        }
    }
}

extension PhoneNumber {
    /// How well its kind of line suits a person who gives the number to strangers. Where mobile and fixed lines cannot be
    /// distinguished it counts for less, except in North America, where that is true of all numbers.
    fileprivate var linePlausibility: Int {
        switch type {
        case .mobile, .personal, .voip: 2
        case .fixedLineOrMobile: callingCode == 1 ? 2 : 1
        default: 0
        }
    }
}
