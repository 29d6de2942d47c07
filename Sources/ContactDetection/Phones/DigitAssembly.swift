import PhoneNumbers

/// A number written in a way the matcher does not recognise: digits one by one, a calling code without `+`, a trunk zero in
/// brackets, no trunk zero at all.
///
/// The digits of the whole cluster are read as one number, which counts only if words or its form indicate a phone
/// number.
struct DigitAssembly {
    private let digits: [UInt8]
    private let withoutTrunkZero: [UInt8]
    private let isInternational: Bool
    /// Words or the form indicate a phone number.
    private let speaks: Bool
    private let surroundings: Surroundings

    /// Nil when the cluster is not such a number in any country.
    init?(_ cluster: DigitCluster, _ surroundings: Surroundings, in text: [UInt8]) {
        digits = cluster.groups.flatMap { text[$0] }
        withoutTrunkZero = cluster.groups
            .filter {
                !($0.count == 1 && text[$0.lowerBound] == 0x30 && text.byte(at: $0.lowerBound - 1) == UInt8(ascii: "("))
            }
            .flatMap { text[$0] }
        isInternational = cluster.isInternational
        self.surroundings = surroundings
        speaks =
            surroundings.speaksOfTelephones || surroundings.isAlone || surroundings.label == .number
            || cluster.groups.count >= 7
        guard !surroundings.isAmount, surroundings.label != .withdrawn, (7...17).contains(digits.count),
            isInternational || surroundings.label != .other
        else { return nil }
    }

    /// The number with its stated calling code: after `+` or 00.
    var withCallingCode: PhoneNumber? {
        if isInternational { return valid(abroad: digits) ?? valid(abroad: withoutTrunkZero) }
        return digits.starts(with: [0x30, 0x30]) ? valid(abroad: Array(digits.dropFirst(2))) : nil
    }

    /// The number in a country for which there is evidence.
    func number(at entry: RegionEvidence.Entry) -> PhoneNumber? {
        guard !isInternational, speaks, entry.source < .guess || surroundings.speaksOfTelephones,
            let number = valid(at: entry.region), surroundings.speaksOfTelephones || number.type.isPersonal
        else { return nil }
        return number
    }

    /// "919876543210", "55 11 91234 5678": a calling code without its plus. "011 91 …": after North America's international prefix.
    func withoutPlus(_ entries: [RegionEvidence.Entry]) -> PhoneNumber? {
        guard !isInternational else { return nil }
        let wayOut: [UInt8] = [0x30, 0x31, 0x31]
        if digits.starts(with: wayOut), let number = valid(abroad: Array(digits.dropFirst(wayOut.count))) {
            return number
        }
        guard digits.count >= 10, digits.first != 0x30,
            let number = valid(abroad: digits) ?? valid(abroad: withoutTrunkZero)
        else { return nil }
        let isExpected = entries.contains { $0.source < .guess && $0.region.callingCode == number.callingCode }
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
