/// The machine-readable code in brackets before a status text (RFC 9051 section 7.1, RFC 5530).
public enum ResponseCode: Hashable, Sendable {
    case alert
    case capability(CapabilitySet)
    case permanentFlags(Set<Flag>)
    case uidNext(UID)
    case uidValidity(UIDValidity)
    case highestModSequence(UInt64)
    case noModSequence
    case readOnly, readWrite
    /// The mailbox does not exist but could be created.
    case tryCreate
    /// RFC 4315.
    case appendUID(UIDValidity, [UID])
    /// RFC 4315: the UIDs there, in the order of the UIDs here.
    case copyUID(UIDValidity, source: [UID], destination: [UID])
    case authenticationFailed, authorizationFailed, expired, privacyRequired, contactAdministrator
    /// Temporary: a part of the server is down, or somebody else holds the mailbox.
    case unavailable, inUse
    case limit, overQuota, nonExistent, alreadyExists, cannot, serverBug, clientBug
    /// Any other code, with its argument text.
    case other(name: String, argument: String)

    /// Whether waiting may help.
    public var isTransient: Bool {
        switch self {
        case .unavailable, .inUse, .limit, .serverBug: true
        case .other(let name, _): name == "THROTTLED"
        default: false
        }
    }
}
