/// A phone number found in a text.
public struct PhoneMatch: Hashable, Sendable {
    /// UTF-8 offsets into the searched text.
    public let range: Range<Int>
    public let number: PhoneNumber

    /// The number in E.164.
    public var e164: String { number.e164 }
    public var region: Region? { number.region }
    public var type: PhoneNumber.LineType { number.type }

    public init(range: Range<Int>, number: PhoneNumber) {
        self.range = range
        self.number = number
    }
}
