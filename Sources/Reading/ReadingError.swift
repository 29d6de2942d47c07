package import MIME

/// Why a mail could not be read. The mail itself is not lost: it goes to a person.
package enum ReadingError: Error, Hashable, Sendable, CustomStringConvertible {
    case mail(MailError)

    package var description: String {
        switch self {
        case .mail(let error): error.description
        }
    }
}
