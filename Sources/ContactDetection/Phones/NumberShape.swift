/// Numbers whose form shows that they are not phone numbers.
enum NumberShape {
    /// A date, an IP address, a card or account number, the middle of an identifier or of a mail address.
    static func isSomethingElse(_ cluster: DigitCluster, in text: [UInt8]) -> Bool {
        if isGlued(cluster, in: text) { return true }
        guard !cluster.isInternational else { return false }
        return isDate(cluster, in: text) || isYears(cluster, in: text) || isOfAYear(cluster, in: text)
            || isCounting(cluster, in: text)
            || isNetworkAddress(cluster, in: text) || isCard(cluster)
            || isThousands(cluster, in: text)
    }

    /// `2024-05-06 10`, `06.05.2024`, `6/5/2024 - 7/5/2024`.
    private static func isDate(_ cluster: DigitCluster, in text: [UInt8]) -> Bool {
        guard cluster.groups.count >= 3 else { return false }
        let groups = cluster.groups.prefix(3).map { value(of: $0, in: text) }
        let lengths = cluster.groupLengths
        let first = text[cluster.groups[0].upperBound..<cluster.groups[1].lowerBound]
        let second = text[cluster.groups[1].upperBound..<cluster.groups[2].lowerBound]
        guard first.elementsEqual(second), first.count == 1, first.first != 0x20 else { return false }
        let monthAndDay = { (a: Int, b: Int) in
            (1...12).contains(a) && (1...31).contains(b) || (1...31).contains(a) && (1...12).contains(b)
        }
        if lengths[0] == 4, isYear(groups[0]), lengths[1] <= 2, lengths[2] <= 2 {
            return monthAndDay(groups[1], groups[2])
        }
        if lengths[2] == 4, isYear(groups[2]), lengths[0] <= 2, lengths[1] <= 2 {
            return monthAndDay(groups[0], groups[1])
        }
        return false
    }

    /// `1 2 3 4 5`, `2021 2022 2023`: a list that counts up.
    private static func isCounting(_ cluster: DigitCluster, in text: [UInt8]) -> Bool {
        guard cluster.groups.count >= 3 else { return false }
        let values = cluster.groups.map { value(of: $0, in: text) }
        return zip(values, values.dropFirst()).allSatisfy { $1 == $0 + 1 }
    }

    /// `2019-2024`, `2023 2024`.
    private static func isYears(_ cluster: DigitCluster, in text: [UInt8]) -> Bool {
        cluster.groups.count <= 3 && cluster.groups.allSatisfy { $0.count == 4 && isYear(value(of: $0, in: text)) }
    }

    /// `2025/004417`: the number of a case, an invoice or a contract.
    private static func isOfAYear(_ cluster: DigitCluster, in text: [UInt8]) -> Bool {
        guard cluster.groups.count == 2, cluster.groups[0].count == 4, isYear(value(of: cluster.groups[0], in: text))
        else { return false }
        let gap = cluster.groups[0].upperBound..<cluster.groups[1].lowerBound
        return gap.count == 1 && text[gap.lowerBound] == UInt8(ascii: "/")
    }

    private static func isYear(_ value: Int) -> Bool { (1900...2099).contains(value) }

    /// `192.168.10.100`.
    private static func isNetworkAddress(_ cluster: DigitCluster, in text: [UInt8]) -> Bool {
        guard cluster.groups.count == 4, cluster.groups.allSatisfy({ $0.count <= 3 && value(of: $0, in: text) <= 255 })
        else { return false }
        return zip(cluster.groups, cluster.groups.dropFirst()).allSatisfy { left, right in
            right.lowerBound - left.upperBound == 1 && text[left.upperBound] == UInt8(ascii: ".")
        }
    }

    /// `4111 1111 1111 1111`, `3782 822463 10005`, IBAN groups: longer than E.164 allows, or grouped like a card.
    private static func isCard(_ cluster: DigitCluster) -> Bool {
        let lengths = cluster.groupLengths
        if lengths == [4, 6, 5] { return true }
        if lengths.contains(where: { $0 > 15 }) { return true }
        return lengths.count >= 4 && lengths.prefix(4).allSatisfy { $0 == 4 }
    }

    /// `1.234.567`: thousands. Three full groups may be a telephone number of nine digits.
    private static func isThousands(_ cluster: DigitCluster, in text: [UInt8]) -> Bool {
        let lengths = cluster.groupLengths
        guard lengths.count >= 2, let first = lengths.first, first < 3, lengths.dropFirst().allSatisfy({ $0 == 3 })
        else { return false }
        return zip(cluster.groups, cluster.groups.dropFirst()).allSatisfy { left, right in
            right.lowerBound - left.upperBound == 1 && text[left.upperBound] == UInt8(ascii: ".")
        } && cluster.groups.first.map { text[$0.lowerBound] != 0x30 } == true
    }

    /// Letters, `@`, `_` or `=` touch it: part of an identifier, a file name, a mail address.
    ///
    /// A label may touch it ("tel:98765", "Mob-98765", "98765/WhatsApp"), so may words of scripts without spaces.
    private static func isGlued(_ cluster: DigitCluster, in text: [UInt8]) -> Bool {
        let before = text[..<cluster.range.lowerBound].suffix(40).reversed().prefix { $0 > 0x20 }
        let after = text[cluster.range.upperBound...].prefix(24).prefix { $0 > 0x20 }
        if before.contains(UInt8(ascii: "@")) || after.first == UInt8(ascii: "@") || after.first == UInt8(ascii: "_") {
            return true
        }
        // "a716-446655440000": letters and digits before it in one word, without a label's colon between.
        let word = before.prefix { $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "(") }
        let mixes = word.contains(where: \.isASCIIDigit) && word.contains(where: \.isASCIILetter)
        if mixes, !word.contains(UInt8(ascii: "/")) { return true }
        if before.first == UInt8(ascii: "#") || before.first == UInt8(ascii: "_") { return true }
        let tail = after.dropFirst()
        return after.first == UInt8(ascii: "-") && tail.first?.isASCIILetter == true
            && tail.contains(where: \.isASCIIDigit)
    }

    private static func value(of group: Range<Int>, in text: [UInt8]) -> Int {
        text[group].prefix(9).reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}
