package import Timing

/// One message as a mailbox keeps it.
package struct StoredMessage: Hashable, Sendable {
    /// Unique and rising within its mailbox and UIDVALIDITY (RFC 3501 section 2.3.1.1).
    package let uid: UInt32
    /// The whole message, headers and body, with CRLF line ends as delivered.
    package let bytes: [UInt8]
    package let internalDate: Timestamp
    package internal(set) var flags: Set<MailFlag>
    /// Gmail's X-GM-MSGID: the same for all copies of a message of one user.
    package let gmailMessageID: UInt64
    /// Gmail's X-GM-THRID.
    package let gmailThreadID: UInt64

    /// A copy under another UID, as COPY, MOVE and a UIDVALIDITY change make.
    func renumbered(_ uid: UInt32) -> StoredMessage {
        StoredMessage(
            uid: uid, bytes: bytes, internalDate: internalDate, flags: flags, gmailMessageID: gmailMessageID,
            gmailThreadID: gmailThreadID)
    }
}

/// One thing that happened to a mailbox, for sessions that have it selected.
enum MailboxChange: Hashable, Sendable {
    case arrived(UInt32)
    case flagged(UInt32)
    case expunged(UInt32)
}

/// A mailbox: messages in rising UID order, and the journal of what happened to them.
package struct UserMailbox: Sendable {
    package let folder: Folder
    /// The name on the wire.
    package let name: String
    package private(set) var uidValidity: UInt32
    package private(set) var uidNext: UInt32 = 1
    /// Rising by UID.
    package private(set) var messages: [StoredMessage] = []
    /// Everything since the mailbox was made or renumbered. It grows with the changes, as the mailbox itself does.
    private(set) var journal: [MailboxChange] = []

    init(folder: Folder, name: String, uidValidity: UInt32) {
        self.folder = folder
        self.name = name
        self.uidValidity = uidValidity
    }

    /// Where the message of this UID lies in `messages`.
    func index(of uid: UInt32) -> Int? {
        let index = messages.lowerBound { $0.uid < uid }
        return index < messages.count && messages[index].uid == uid ? index : nil
    }

    /// The message of this UID; nil when it is not (or no longer) here.
    package func message(_ uid: UInt32) -> StoredMessage? {
        index(of: uid).map { messages[$0] }
    }

    mutating func add(_ message: StoredMessage) -> UInt32 {
        let uid = uidNext
        uidNext += 1
        messages.append(message.renumbered(uid))
        journal.append(.arrived(uid))
        return uid
    }

    mutating func setFlags(_ flags: Set<MailFlag>, of uid: UInt32) {
        guard let index = index(of: uid), messages[index].flags != flags else { return }
        messages[index].flags = flags
        journal.append(.flagged(uid))
    }

    /// Removes the messages of these UIDs in one pass; returns those that were here, rising.
    mutating func remove(_ uids: Set<UInt32>) -> [StoredMessage] {
        let gone = messages.filter { uids.contains($0.uid) }
        guard !gone.isEmpty else { return [] }
        messages.removeAll { uids.contains($0.uid) }
        journal += gone.map { .expunged($0.uid) }
        return gone
    }

    /// Numbers all messages anew from 1 under another UIDVALIDITY: what a restored or rebuilt server does.
    mutating func renumber(uidValidity: UInt32) {
        self.uidValidity = uidValidity
        messages = messages.enumerated().map { $1.renumbered(UInt32($0 + 1)) }
        uidNext = UInt32(messages.count + 1)
        journal = []
    }
}

extension Array {
    /// The first index whose element is not `before`; the array must be partitioned by it.
    func lowerBound(where before: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = low + (high - low) / 2
            if before(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
