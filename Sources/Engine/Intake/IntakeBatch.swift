import IMAP
import Storage

/// Messages of a mailbox that are fetched and taken in together.
struct IntakeBatch: Sendable, Hashable {
    let uids: [UID]
    let care: IntakeCare

    /// All of `uids` in portions of `size`. Where an attempt was begun and not finished each message is alone, because
    /// one of them may be what ended the process; the first one's care is by how often it was tried.
    ///
    /// - Parameter suspects: those at which the server failed: all up to the last of them are alone too.
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

/// How closely a message is looked at when it is taken in.
enum IntakeCare: Sendable, Hashable {
    /// Read as any other.
    case whole
    /// Tried three times: only what its header says as it was sent, without any library, and it goes to a person.
    case glance
    /// Even that was tried three times: a person gets it by its place alone.
    case unread

    init(attempts: Int) {
        self = attempts < 3 ? .whole : attempts < 6 ? .glance : .unread
    }
}
