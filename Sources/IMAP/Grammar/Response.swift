/// One complete response of a server (RFC 9051 section 7).
enum Response: Hashable, Sendable {
    /// `* …`
    case untagged(UntaggedResponse)
    /// The end of the command with this tag.
    case tagged(String, StatusResponse)
    /// `+ …`
    case continuation(String)
}

/// OK, NO, BAD, PREAUTH or BYE with its code and text.
struct StatusResponse: Hashable, Sendable {
    enum Condition: Hashable, Sendable { case ok, no, bad, preauth, bye }

    var condition: Condition
    var code: ResponseCode?
    var text: String
}

enum UntaggedResponse: Hashable, Sendable {
    case status(StatusResponse)
    case capability(CapabilitySet)
    case enabled(Set<Capability>)
    case list(MailboxListing)
    case mailboxStatus(MailboxName, MailboxStatus)
    case search([UID])
    case extendedSearch(ExtendedSearchResult)
    case flags(Set<Flag>)
    case exists(Int)
    case recent
    /// EXPUNGE, or VANISHED of RFC 7162.
    case expunge
    case fetch(FetchResponse)
    case id([String: String])
    /// Anything we do not know, by name; a client must accept it (RFC 9051 section 2.2.2).
    case other(String)
}

/// The answer of RFC 4731, its set expanded.
struct ExtendedSearchResult: Hashable, Sendable {
    var tag: String?
    var uids: [UID] = []
}

/// A FETCH response; an unsolicited one may come without a UID.
struct FetchResponse: Hashable, Sendable {
    /// The items that the server sent, under a placeholder UID when it sent none.
    var message: FetchedMessage
    var hasUID: Bool
}
