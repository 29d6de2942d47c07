import PhoneNumbers

/// What the digits of one cluster are in one country.
struct CountryReading {
    let entry: RegionEvidence.Entry
    /// At least one, in order.
    let matches: [PhoneMatch]
    /// The digits are grouped as that country groups them.
    let isGroupedSo: Bool

    fileprivate var numbers: [String] { matches.map(\.e164) }

    /// How well it fits: what speaks for the country, a line of a person, and that country's habit of grouping.
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

/// Decides which country a number without a calling code belongs to: the one that stands clearly before every other in
/// which the same digits are a number.
enum CountryChoice {
    /// One reading, with how sure it is from 0 to 1.
    case decided(CountryReading, confidence: Double)
    /// Several are about as likely; the likeliest first.
    case open([CountryReading])
    case nothing

    /// A lead that no habit of writing makes up for.
    static let lead = 3
    /// Evidence that decides when the number exists there at all, whatever its form.
    private static let sureWeight = 4
    /// What weaker evidence and the number's form must come to together: a guess at Britain or North America, and a
    /// mobile number that is written as nobody else writes it.
    private static let sureScore = 6
    /// What is a number in one of the countries only may come to less.
    private static let sureScoreAlone = 5

    /// - Parameters:
    ///   - entries: the likeliest first; `read` is not asked of those that cannot change the outcome.
    ///   - read: what the digits are in one country.
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
    /// How far its kind of line speaks for somebody who gives it to strangers. Where nobody can tell mobile and fixed
    /// lines apart it says less, but for North America, where that is so of all.
    fileprivate var linePlausibility: Int {
        switch type {
        case .mobile, .personal, .voip: 2
        case .fixedLineOrMobile: callingCode == 1 ? 2 : 1
        default: 0
        }
    }
}
