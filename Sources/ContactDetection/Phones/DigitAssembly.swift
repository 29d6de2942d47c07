import PhoneNumbers

/// A number that is written so unlike any country's habit that the matcher passes it over: digits one by one, a
/// calling code without `+`, a trunk zero in brackets, no trunk zero at all.
///
/// The digits of the whole cluster are read as one number, and only words or form that speak for a telephone let it
/// count.
struct DigitAssembly {
    private let digits: [UInt8]
    private let withoutTrunkZero: [UInt8]
    private let isInternational: Bool
    private let isSpaced: Bool

    init(_ cluster: DigitCluster, in text: [UInt8]) {
        digits = cluster.groups.flatMap { text[$0] }
        withoutTrunkZero = cluster.groups
            .filter {
                !($0.count == 1 && text[$0.lowerBound] == 0x30 && text.byte(at: $0.lowerBound - 1) == UInt8(ascii: "("))
            }
            .flatMap { text[$0] }
        isInternational = cluster.isInternational
        isSpaced = cluster.groups.count >= 7
    }

    func number(
        _ candidates: [(region: Region, source: RegionCandidates.Source)], _ surroundings: Surroundings
    ) -> PhoneNumber? {
        guard !surroundings.isAmount, surroundings.label != .withdrawn, (7...17).contains(digits.count) else {
            return nil
        }
        if isInternational { return valid(abroad: digits) ?? valid(abroad: withoutTrunkZero) }
        guard surroundings.label != .other else { return nil }
        for prefix in [[0x30, 0x30], [0x30, 0x31, 0x31]] as [[UInt8]] where digits.starts(with: prefix) {
            if let number = valid(abroad: Array(digits.dropFirst(prefix.count))) { return number }
        }
        let speaks =
            surroundings.speaksOfTelephones || surroundings.isAlone || surroundings.label == .number || isSpaced
        if speaks {
            for candidate in candidates where candidate.source < .guess || surroundings.speaksOfTelephones {
                if let number = valid(at: candidate.region), surroundings.speaksOfTelephones || number.type.isPersonal {
                    return number
                }
            }
        }
        // "919876543210", "55 11 91234 5678": a calling code that lost its plus.
        guard digits.count >= 10, digits.first != 0x30,
            let number = valid(abroad: digits) ?? valid(abroad: withoutTrunkZero)
        else { return nil }
        let isExpected = candidates.contains { $0.source < .guess && $0.region.callingCode == number.callingCode }
        return speaks || isExpected && number.type.isPersonal && digits.count >= 11 ? number : nil
    }

    private func valid(abroad digits: [UInt8]) -> PhoneNumber? {
        let number = PhoneNumber.parse("+" + String(decoding: digits, as: UTF8.self))
        return number?.isValid == true ? number : nil
    }

    private func valid(at region: Region) -> PhoneNumber? {
        let number = PhoneNumber.parse(String(decoding: digits, as: UTF8.self), region: region)
        return number?.isValid == true ? number : nil
    }
}
