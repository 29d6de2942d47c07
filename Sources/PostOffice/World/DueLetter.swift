package import Timing

/// A mail that will arrive at a given time.
package struct DueLetter: Hashable, Sendable {
    package let dueAt: Timestamp
    /// The envelope sender; empty for the null reverse-path.
    package let sender: String
    package let recipient: String
    package let bytes: [UInt8]
}
