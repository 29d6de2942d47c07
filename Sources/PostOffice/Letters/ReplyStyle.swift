/// The mail program an answer is written with.
package enum ReplyStyle: String, Hashable, Sendable, CaseIterable {
    /// Gmail on the web: text and HTML, the original quoted below.
    case gmail
    /// Outlook: text and HTML, the original below a block of its headers, not quoted.
    case outlook
    /// Apple Mail: plain text, the original quoted below.
    case appleMail
    /// Mail on an iPhone: text and HTML, its signature between answer and original.
    case phone
    /// An old hand's text mail: the original quoted above, the answer below.
    case bottomPosting
}

/// The threading headers of an answer.
package enum ReplyThreading: Hashable, Sendable {
    /// In-Reply-To and References, as all good clients write them.
    case proper
    /// References alone.
    case referencesOnly
    /// Neither: a new mail that only looks like an answer.
    case none
}
