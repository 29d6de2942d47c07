public import Correspondence
import PhoneNumbers

/// Finds the ways to reach somebody that a reply names: telephone and WhatsApp numbers, postal addresses, and, as kinds
/// of their own, mail addresses, handles and links.
public struct ContactDetector: Sendable {
    /// Reads the embedded address formats and words.
    ///
    /// - Throws: `ContactDataError` naming the file and line that cannot be read.
    public init() throws {
    }

    /// Every contact of every zone, ordered by offset. Linear in the text's length.
    public func contacts(in text: ZonedText, context: DetectionContext) -> [ContactDetail] {
        []
    }
}
