/// Why a mail was not read at all. Broken mail is read as far as it goes and reported as `MailDefect`s instead.
public enum MailError: Error, Hashable, Sendable, CustomStringConvertible {
    case empty
    case tooLarge(bytes: Int, limit: Int)
    /// GMime found no header and no body in it.
    case unreadable

    public var description: String {
        switch self {
        case .empty: "The mail is empty: fetch it again, or open it in a mail client."
        case .tooLarge(let bytes, let limit):
            "The mail has \(bytes) bytes, more than the \(limit) that are read: open it in a mail client."
        case .unreadable: "The mail has neither headers nor a body: open its source in a mail client."
        }
    }
}

/// A defect of a mail that was read nevertheless.
public enum MailDefect: String, CaseIterable, Sendable, Codable {
    /// More header bytes or fields than `MailLimits` allows; the rest was left out.
    case headersCut
    /// A line of the header block is neither a field nor a continuation.
    case strayHeaderLine
    /// More boundary lines than `MailLimits.maxParts`; the rest was left out.
    case partsCut
    /// Parts nested deeper than `MailLimits.maxDepth` were left out.
    case depthCut
    /// A content longer than `MailLimits.maxTextBytes` was cut.
    case contentCut
    /// A text named a character set that is not known; it was read as UTF-8 or Windows-1252.
    case unknownCharset
    /// A text held bytes that its character set does not have; they were replaced.
    case malformedText
    /// No part of the mail is a text to read.
    case noBody
}
