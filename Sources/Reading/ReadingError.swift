public import MIME

/// Why a mail could not be read. The mail itself is not lost: it goes to a person.
public enum ReadingError: Error, Hashable, Sendable, CustomStringConvertible {
    case mail(MailError)

    public var description: String {
        switch self {
        case .mail(let error): error.description
        }
    }
}
