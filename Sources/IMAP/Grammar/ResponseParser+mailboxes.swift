extension ByteCursor {
    /// `(attributes) delimiter name`, and whatever extensions follow (RFC 5258).
    mutating func listing(utf8: Bool) throws(IMAPError) -> MailboxListing {
        var attributes: Set<MailboxAttribute> = []
        try list { cursor throws(IMAPError) in attributes.insert(MailboxAttribute(cursor.word().text)) }
        skipSpaces()
        let delimiter = try nstring().flatMap { String(decoding: $0, as: UTF8.self).first }
        skipSpaces()
        let name = MailboxName(received: try astring(), utf8: utf8)
        return MailboxListing(name: name, attributes: attributes, delimiter: delimiter)
    }

    mutating func mailboxStatus(utf8: Bool) throws(IMAPError) -> UntaggedResponse {
        let name = MailboxName(received: try astring(), utf8: utf8)
        skipSpaces()
        var status = MailboxStatus()
        try list { cursor throws(IMAPError) in try cursor.statusItem(into: &status) }
        return .mailboxStatus(name, status)
    }

    private mutating func statusItem(into status: inout MailboxStatus) throws(IMAPError) {
        let item = word()
        skipSpaces()
        if item.matches("MESSAGES") {
            status.messages = Int(try number32())
        } else if item.matches("UNSEEN") {
            status.unseen = Int(try number32())
        } else if item.matches("UIDNEXT") {
            status.uidNext = UID(rawValue: try number32())
        } else if item.matches("UIDVALIDITY") {
            status.uidValidity = UIDValidity(rawValue: try number32())
        } else if item.matches("HIGHESTMODSEQ") {
            status.highestModSequence = try number()
        } else {
            try skipValue()
        }
    }
}
