import PhoneNumbers

/// A phone number found in folded text.
struct FoundPhone {
    /// Its reading in each country it may belong to.
    enum Value {
        case known(String)
        /// Undecided; the likeliest country first. Possibly no country is known.
        case open([(region: Region, e164: String)])
    }

    let value: Value
    var isWhatsApp: Bool
    let range: Range<Int>
    /// From 0 to 1.
    let confidence: Double
    /// For people.
    let why: String

    var e164: String? { if case .known(let number) = value { number } else { nil } }
}
