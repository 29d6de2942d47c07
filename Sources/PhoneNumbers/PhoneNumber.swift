import CPhoneNumber

/// A phone number in international form.
public struct PhoneNumber: Hashable, Sendable {
    /// The kind of line that a number reaches: libphonenumber's `PhoneNumberType`.
    public enum LineType: Int32, Sendable, CaseIterable {
        case fixedLine, mobile, fixedLineOrMobile, tollFree, premiumRate, sharedCost, voip, personal, pager
        /// "Universal access numbers" of companies.
        case company
        case voicemail
        case unknown

        /// Whether a person may be reached on it, and by WhatsApp too.
        public var isPersonal: Bool {
            switch self {
            case .mobile, .fixedLineOrMobile, .personal, .voip: true
            default: false
            }
        }
    }

    /// `+` and at most 15 digits, ITU-T E.164.
    public let e164: String
    /// The calling code: 1 for the United States, 91 for India.
    public let callingCode: Int
    /// ISO 3166 code of the country it belongs to; nil for numbers of no country and for invalid ones.
    public let region: Region?
    public let type: LineType
    /// Whether the number's country has assigned numbers of this form.
    public let isValid: Bool

    init(_ number: cphone_number) {
        e164 = withUnsafeBytes(of: number.e164) { Self.text($0) }
        region = Region(withUnsafeBytes(of: number.region) { Self.text($0) })
        callingCode = Int(number.calling_code)
        type = LineType(rawValue: number.type) ?? .unknown
        isValid = number.is_valid
    }

    /// Reads one number, whole: `+44 20 7946 0000` from anywhere, `020 7946 0000` from Britain.
    ///
    /// - Parameter region: the place from which a number without a calling code is dialled.
    /// - Returns: nil when it is not a number at all; use `isValid` for the rest.
    public static func parse(_ text: String, region: Region? = nil) -> PhoneNumber? {
        var text = text
        var number = cphone_number()
        let isNumber = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                guard let start = characters.baseAddress else { return false }
                return cphone_parse(start, characters.count, Region.code(of: region), &number)
            }
        }
        return isNumber ? PhoneNumber(number) : nil
    }

    /// The text before the first NUL of a fixed array.
    private static func text(_ bytes: UnsafeRawBufferPointer) -> String {
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
}
