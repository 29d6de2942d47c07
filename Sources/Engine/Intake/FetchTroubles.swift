import Correspondence
import IMAP
import Synchronization

/// Messages that an account's server does not deliver, remembered across connections: a message at which connections break or
/// that is refused repeatedly must not keep the others from being read.
final class FetchTroubles: Sendable {
    /// A message, as long as the server does not renumber its mail.
    struct Place: Hashable, Sendable {
        let role: MailboxRole
        let uidValidity: UIDValidity
        let uid: UID
        /// Whether its text was asked for, after its header.
        var isText = false
        /// Where it lies, if not in the mailbox of its role.
        var mailbox: String?
    }

    /// How often a message may fail alone before it is no longer asked for.
    static let patience = 3
    /// How many looks in a row may bring none of the announced messages before the server is taken to be at fault.
    static let patienceWithServer = 4
    /// Places that are remembered; forgetting one costs a few more tries.
    private static let capacity = 1_000

    private struct Failure {
        /// Failures of a message that was asked for alone; 0 when only a batch with it failed.
        var count = 0
        /// Whether the server rather than the message was at fault, as far as can be told.
        var mayPass = false
    }

    private let failures = Mutex<[Place: Failure]>([:])
    /// Looks in a row that brought nothing.
    private let emptyLooks = Mutex<[MailboxRole: Int]>([:])

    /// Whether the message is to be asked for alone.
    func isSuspect(_ place: Place) -> Bool { failures.withLock { $0[place] != nil } }

    /// Whether it failed too often to be asked for again.
    func isGivenUp(_ place: Place) -> Bool { failures.withLock { $0[place]?.count ?? 0 >= Self.patience } }

    /// Whether asking for it again later may help.
    func mayPass(_ place: Place) -> Bool { failures.withLock { $0[place]?.mayPass ?? false } }

    /// Messages that broke the connection since any other was delivered, and whether the last break taught anything.
    private struct Breaks {
        var causes: Set<Place> = []
        var isNews = false
    }

    private let breaks = Mutex(Breaks())

    /// Whether the connection broke at one message, known or being isolated, while the server delivers others: then there is no
    /// reason to ask it less often. Asked once for each break.
    func takeSingledOut() -> Bool {
        breaks.withLock { breaks in
            defer { breaks.isNews = false }
            return breaks.isNews && breaks.causes.count <= 1
        }
    }

    private func noteBreak(at places: [Place]) {
        let isNarrowing = places.count == 1 || places.contains { !isSuspect($0) }
        breaks.withLock { breaks in
            breaks.isNews = isNarrowing
            if places.count == 1 { breaks.causes.formUnion(places) }
        }
    }

    /// Fetching these failed: a single message is the cause, among several any may be.
    func noteFailure(of places: [Place]) {
        noteBreak(at: places)
        failures.withLock { failures in
            if failures.count > Self.capacity { failures = [:] }
            for place in places { failures[place, default: Failure()].count += places.count == 1 ? 1 : 0 }
        }
    }

    /// None of these came, though the server answered. Returns how often that was so for the first of them, and how many looks into
    /// the mailbox in a row brought nothing.
    func noteWithheld(_ places: [Place], mayPass: Bool) -> (ofFirst: Int, inARow: Int) {
        guard let first = places.first else { return (0, 0) }
        let count = failures.withLock { failures in
            for place in places {
                failures[place, default: Failure()].count += 1
                if mayPass { failures[place]?.mayPass = true }
            }
            return failures[first]?.count ?? 0
        }
        let looks = emptyLooks.withLock { looks in
            looks[first.role, default: 0] += 1
            return looks[first.role] ?? 0
        }
        return (count, looks)
    }

    /// The server put us off for the text of a message that it has announced. Returns how often it has.
    func noteRefusedText(_ place: Place) -> Int {
        failures.withLock { failures in
            failures[place, default: Failure()].count += 1
            return failures[place]?.count ?? 0
        }
    }

    func noteSuccess(of place: Place) {
        breaks.withLock { $0.causes = [] }
        if place.mailbox == nil { emptyLooks.withLock { $0[place.role] = nil } }
        failures.withLock { failures in
            if !failures.isEmpty { failures[place] = nil }
        }
    }

    // MARK: Other mailboxes

    /// What a mailbox is looked into for.
    enum LookPurpose {
        case mail
        /// Whether a person has answered what lies in it.
        case answers
    }

    private struct Look: Hashable {
        let mailbox: String
        let purpose: LookPurpose
    }

    /// Failures of whole mailboxes, and the position in the round of those that are asked one by one.
    private struct Looks {
        var failures: [Look: Int] = [:]
        var next = 0
    }

    private let looks = Mutex(Looks())

    /// Whether a mailbox is worth another look: one that keeps failing is left alone, but for an occasional try.
    func mayLook(into mailbox: String, for purpose: LookPurpose = .mail) -> Bool {
        let look = Look(mailbox: mailbox, purpose: purpose)
        return looks.withLock { looks in
            guard let count = looks.failures[look], count >= Self.patience else { return true }
            looks.failures[look] = count + 1
            return count % 60 == 0
        }
    }

    func failedToLook(into mailbox: String, for purpose: LookPurpose = .mail) {
        looks.withLock { $0.failures[Look(mailbox: mailbox, purpose: purpose), default: 0] += 1 }
    }

    func looked(into mailbox: String, for purpose: LookPurpose = .mail) {
        looks.withLock { $0.failures[Look(mailbox: mailbox, purpose: purpose)] = nil }
    }

    /// The mailboxes whose turn it is: archive, junk and trash always, the others in rounds.
    func turn(of mailboxes: [MailboxListing], atOnce limit: Int) -> [MailboxListing] {
        guard mailboxes.count > limit else { return mailboxes }
        let always = mailboxes.filter { mailbox in
            [SpecialUse.all, .archive, .junk, .trash].contains(where: mailbox.serves)
        }
        let others = mailboxes.filter { !always.contains($0) }
        let room = max(1, limit - always.count)
        let start = looks.withLock { looks in
            defer { looks.next = (looks.next + room) % others.count }
            return looks.next % others.count
        }
        return always + (0..<min(room, others.count)).map { others[(start + $0) % others.count] }
    }
}

/// The server announces messages and delivers none of them; they are looked for again on a new connection.
struct MessagesWithheld: Error, CustomStringConvertible {
    let count: Int
    var description: String { "the IMAP server announces \(count) message(s) and does not hand them over" }
}
