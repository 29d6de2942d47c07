/// Why bytes do not describe a time zone that this program can use.
package enum TZifError: Error, Hashable, Sendable {
    /// They do not begin with `TZif`, or end too early.
    case notTZif
    /// More than any real zone needs.
    case tooLarge
    /// A count, index, offset or order that RFC 9636 forbids.
    case malformed(String)
    /// The `right/` zones count leap seconds; computers' clocks do not.
    case leapSeconds
    /// The rule for times after the last change is not in POSIX form (RFC 9636 section 3.3).
    case unreadableRule
}

extension TZifError: CustomStringConvertible {
    /// One or two sentences for a person.
    package var description: String {
        switch self {
        case .notTZif: "The file is no time zone (TZif). Install the package tzdata."
        case .tooLarge: "The time zone is larger than any real one."
        case .malformed(let what): "The time zone file is damaged: \(what). Install the package tzdata again."
        case .leapSeconds: "The time zone counts leap seconds. Use the one without `right/` before its name."
        case .unreadableRule: "The time zone's rule for the years to come cannot be read."
        }
    }
}
