import IMAP
import Storage

/// Messages of a mailbox that are fetched and admitted together.
struct IntakeBatch: Sendable, Hashable {
    let uids: [UID]
    let care: IntakeCare

    /// All of `uids` in batches of `size`. Where an attempt was begun and not finished each message is alone, because one of them may
    /// have ended the process; the number of tries decides the care taken with the first.
    ///
    /// - Parameter suspects: messages at which the server failed: all up to the last of them are alone too.
    static func batches(
        of uids: [UID], size: Int, after tries: IntakeTries, suspects: Set<UID> = []
    ) -> [IntakeBatch] {
        let attempts = tries.attempts
        let lastSuspect = uids.lastIndex(where: suspects.contains)
        let alone = max(attempts > 0 ? size : 0, lastSuspect.map { $0 + 1 } ?? 0)
        let suspects = uids.prefix(alone)
        let isTried = tries.uid == uids.first?.rawValue
        var batches = suspects.enumerated().map { index, uid in
            IntakeBatch(uids: [uid], care: index == 0 && isTried ? IntakeCare(attempts: attempts) : .whole)
        }
        var rest = uids.dropFirst(suspects.count)
        while !rest.isEmpty {
            batches.append(IntakeBatch(uids: Array(rest.prefix(size)), care: .whole))
            rest = rest.dropFirst(size)
        }
        return batches
    }
}

/// The care with which a message is examined when it is admitted.
enum IntakeCare: Sendable, Hashable {
    /// Read like any other.
    case whole
    /// Tried three times: only its raw header is read, without any library, and it goes to a person.
    case glance
    /// Even that was tried three times: not even its header is read, and only account and UID are recorded.
    case unread

    init(attempts: Int) {
        self = attempts < 3 ? .whole : attempts < 6 ? .glance : .unread
    }
}
