extension String {
    /// A phone number with a space after its country code, `+49 15112345678`; any other text unchanged.
    ///
    /// Spreadsheets treat digits after a plus as a number, show only some of them, and save what they show; two groups are text.
    var groupedNumber: String {
        let digits = dropFirst()
        guard first == "+", (7...15).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return self }
        let code = digits.prefix(Self.codeLength(of: digits))
        return "+\(code) \(digits.dropFirst(code.count))"
    }

    /// The length of the country code (ITU-T E.164, list of assigned codes): one digit for zones 1 and 7, two for these, else three.
    private static func codeLength(of digits: Substring) -> Int {
        if digits.hasPrefix("1") || digits.hasPrefix("7") { return 1 }
        return twoDigits.contains(digits.prefix(2)) ? 2 : 3
    }

    private static let twoDigits: Set<Substring> = [
        "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47",
        "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65",
        "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
    ]
}
