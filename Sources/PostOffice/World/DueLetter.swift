public import Timing

/// A mail that will arrive at a given time.
public struct DueLetter: Hashable, Sendable {
    public let dueAt: Timestamp
    /// The envelope sender; empty for the null reverse-path.
    public let sender: String
    public let recipient: String
    public let bytes: [UInt8]
}
