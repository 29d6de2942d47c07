/// The subjects that the words of a refusal name. Many servers send no enhanced code, or one that says less than their words.
///
/// The phrases are those of widespread servers and providers. One that is missed costs a person a look; one that matches
/// wrongly lets the account wait, never bars anybody.
struct RefusalWords: Sendable {
    /// Lower case, with single spaces around each word; addresses and links are left out, since they hold words of their
    /// own.
    private let text: String

    init(_ reply: SMTPReply) {
        let words = reply.text.lowercased().split(separator: " ").filter { !$0.contains("@") && !$0.contains("://") }
        let plain = words.joined(separator: " ").unicodeScalars.map { $0.isWordPart ? Character($0) : " " }
        text = " " + String(plain).split(separator: " ").joined(separator: " ") + " "
    }

    /// Words at whose beginning each phrase must stand.
    private func hold(_ phrases: [String]) -> Bool { phrases.contains { text.contains(" " + $0) } }

    /// The login is refused for a while only.
    var meanLater: Bool {
        hold(["too many", "try again later", "try later", "temporar", "rate limit", "throttl", "connection limit"])
    }

    var areAboutGreylisting: Bool { hold(["greylist", "graylist", "grey list", "gray list"]) }

    var areAboutSize: Bool {
        hold(["message size", "size limit", "too large", "too big", "maximum size", "fixed limit"])
    }

    /// The recipient's mailbox, which may be emptied one day.
    var areAboutFullMailbox: Bool {
        hold([
            "mailbox full", "mailbox is full", "inbox is full", "inbox full", "over quota", "overquota",
            "mailbox quota",
        ])
            || hold(["quota exceeded", "exceeded storage", "storage", "out of space"]) && !hold(Self.allowance)
    }

    private static let allowance = ["sending", "daily", "hour", "per ", "sender", "outgoing", "outbound", "rate"]

    /// A limit on our mails or connections has been reached.
    var areAboutLimits: Bool {
        hold(["limit", "too many", "exceed", "throttl", "quota", "rate limit", "too fast", "slow down", "unusual rate"])
    }

    /// Our standing, our addresses, or how we send.
    var areAboutUs: Bool {
        hold([
            "spam", "junk", "unsolicited", "bulk", "blacklist", "black list", "blocklist", "block list", "blocked",
            "is listed", "listed by", "listed at", "listed in rbl", "rbl ", "dnsbl", "spamhaus", "spf ", "dkim ",
            "dmarc ",
            "reputation", "sender", "unauthenticated", "not authenticated", "relaying", "relay access", "to relay",
            "reverse dns", "rdns ", "ptr ",
            "helo ", "ehlo ", "your ip", "your host", "client host", "ip address", "policy", "suspicious", "abuse",
            "not permitted", "not allowed", "not authorized", "not authorised", "unauthorized", "account has been",
            "account is disabled", "account disabled", "account suspended", "your account",
        ])
    }

    var areAboutUnknownAddress: Bool {
        hold([
            "user unknown", "unknown user", "no such user", "no such recipient", "no such mailbox", "no such address",
            "no mailbox", "recipient unknown", "unknown recipient", "unknown mailbox", "mailbox unknown",
            "unknown address", "address unknown", "unknown local part", "does not exist", "doesn t exist",
            "invalid recipient", "invalid mailbox", "recipient invalid", "user not found", "recipient not found",
            "mailbox not found", "address not found", "account not found", "not a valid mailbox",
            "not a valid recipient", "unrouteable address", "unroutable address", "no longer exists",
        ])
    }
}

extension Unicode.Scalar {
    fileprivate var isWordPart: Bool { properties.isAlphabetic || ("0"..."9").contains(self) }
}
