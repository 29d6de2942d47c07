/// One session's view of its selected mailbox: the UID of each sequence number, and the changes that it has been told
/// of.
struct MailboxView: Sendable {
    let name: String
    let isReadOnly: Bool
    let uidValidity: UInt32
    /// UIDs by sequence number minus one, rising.
    private(set) var uids: [UInt32]
    private var journalPosition: Int

    init(of mailbox: UserMailbox, readOnly: Bool) {
        name = mailbox.name
        isReadOnly = readOnly
        uidValidity = mailbox.uidValidity
        uids = mailbox.messages.map(\.uid)
        journalPosition = mailbox.journal.count
    }

    /// The sequence number of a UID; nil when the session does not know it.
    func sequenceNumber(of uid: UInt32) -> Int? {
        let index = uids.lowerBound { $0 < uid }
        return index < uids.count && uids[index] == uid ? index + 1 : nil
    }

    /// Reports to the session the changes since the last report (RFC 3501 section 7).
    ///
    /// - Parameters:
    ///   - allowsExpunges: if not, the report stops before the first expunge, as sequence numbers must not move yet.
    ///   - silencedUIDs: messages whose flags the session has just set or been sent itself.
    mutating func tell(
        _ mailbox: UserMailbox, allowsExpunges: Bool, silencing silencedUIDs: Set<UInt32> = [],
        in reply: inout IMAPReply
    ) {
        var told = silencedUIDs
        var hasArrivals = false
        while journalPosition < mailbox.journal.count {
            switch mailbox.journal[journalPosition] {
            case .arrived(let uid):
                uids.append(uid)
                hasArrivals = true
            case .expunged(let uid):
                guard allowsExpunges else { return tellCount(if: hasArrivals, in: &reply) }
                tellCount(if: hasArrivals, in: &reply)
                hasArrivals = false
                expunge(uid, in: &reply)
            case .flagged(let uid):
                guard told.insert(uid).inserted else { break }
                tellCount(if: hasArrivals, in: &reply)
                hasArrivals = false
                tellFlags(of: uid, in: mailbox, &reply)
            }
            journalPosition += 1
        }
        tellCount(if: hasArrivals, in: &reply)
    }

    private func tellCount(if hasArrivals: Bool, in reply: inout IMAPReply) {
        if hasArrivals { reply.untagged("\(uids.count) EXISTS") }
    }

    private mutating func expunge(_ uid: UInt32, in reply: inout IMAPReply) {
        guard let number = sequenceNumber(of: uid) else { return }
        uids.remove(at: number - 1)
        reply.untagged("\(number) EXPUNGE")
    }

    private func tellFlags(of uid: UInt32, in mailbox: UserMailbox, _ reply: inout IMAPReply) {
        guard let number = sequenceNumber(of: uid), let message = mailbox.message(uid) else { return }
        reply.untagged("\(number) FETCH (UID \(uid) FLAGS \(message.flags.imapList))")
    }
}

extension MailboxView {
    /// The sequence numbers and UIDs a set names, rising, each once.
    func selection(_ set: IMAPNumberSet, byUID: Bool) -> [(number: Int, uid: UInt32)] {
        let largest = byUID ? uids.last ?? 0 : UInt32(uids.count)
        return set.ranges(largest: largest).flatMap { range in
            byUID ? indices(ofUIDs: range) : indices(ofNumbers: range)
        }.map { ($0 + 1, uids[$0]) }
    }

    private func indices(ofUIDs range: ClosedRange<UInt32>) -> Range<Int> {
        let low = uids.lowerBound { $0 < range.lowerBound }
        return low..<uids.lowerBound { $0 <= range.upperBound }
    }

    private func indices(ofNumbers range: ClosedRange<UInt32>) -> Range<Int> {
        let low = max(Int(range.lowerBound), 1) - 1
        let high = min(Int(range.upperBound), uids.count)
        return low < high ? low..<high : 0..<0
    }
}
