import Correspondence
import IMAP
import Timing

/// A message of a mailbox: as fetched, or as much as is known of one that the server does not deliver.
enum FoundMessage: Sendable {
    case fetched(FetchedMessage)
    /// It is there, but the server leaves it out, refuses it, or breaks the connection at it; with whether that is likely to
    /// pass.
    case withheld(UID, mayPass: Bool)

    var uid: UID {
        switch self {
        case .fetched(let message): message.uid
        case .withheld(let uid, _): uid
        }
    }
}

/// Fetches the headers of messages so that none is silently missed. Servers answer OK without the message when they cannot
/// convert it, refuse a whole batch because of one message, or drop the connection.
struct HeaderFetching: Sendable {
    let link: MailboxLink
    let troubles: FetchTroubles
    /// The parts to fetch.
    var section = Section.header
    /// Additional fields, fetched with the headers.
    var furtherItems: [FetchItem] = []
    /// Messages to fetch beside these: if none of these comes, one of them tells whether the server is well.
    var others: [UID] = []

    /// Octets of a message fetched together with its header: most replies are shorter.
    fileprivate static let bodyOctets: UInt32 = 64 << 10
    /// The most messages for which that is done at a time: of more, only replies are fetched whole.
    private static let mostBodies = 20

    /// All of `uids` that are still there, ascending.
    ///
    /// Throws when the connection breaks or the server is not well; the failure is remembered for the next connection.
    ///
    /// - Parameter bodies: whether a few messages come whole in the same round trip (`shortSource`).
    func fetch(_ uids: [UID], bodies: Bool = false) async throws -> [FoundMessage] {
        let asked = uids.filter { !troubles.isGivenUp(place($0)) }
        var answer = Answer()
        // A message at which the server failed shows its header first.
        let isSure = bodies && asked.count <= Self.mostBodies && suspects(among: asked).isEmpty
        try await ask(for: asked, bodies: isSure, &answer)
        let isWorthAsking = asked.count > 1 || isSure
        for uid in asked where answer.messages[uid] == nil && isWorthAsking { try await ask(for: [uid], &answer) }
        let missing = try await stillThere(asked.filter { answer.messages[$0] == nil })
        if answer.messages.isEmpty, !missing.isEmpty, try await !handsOverOthers(than: uids) {
            try waitForServer(missing, answer)
        }
        let withheld = Set(uids).subtracting(asked).union(missing)
        return uids.compactMap { uid in
            if let message = answer.messages[uid] { return .fetched(message) }
            guard withheld.contains(uid) else { return nil }
            return .withheld(uid, mayPass: answer.passing.contains(uid) || troubles.mayPass(place(uid)))
        }
    }

    private struct Answer {
        var messages: [UID: FetchedMessage] = [:]
        var refusal: IMAPError?
        /// Messages refused alone, for a reason that is likely to pass.
        var passing: Set<UID> = []
    }

    /// Whether a message arrives that has caused no trouble.
    private func handsOverOthers(than uids: [UID]) async throws -> Bool {
        guard let other = others.last(where: { !uids.contains($0) && !troubles.isSuspect(place($0)) }) else {
            return false
        }
        var answer = Answer()
        try await ask(for: [other], &answer)
        return !answer.messages.isEmpty
    }

    /// Nothing came at all, so the server may be at fault: throws until that has happened often enough.
    private func waitForServer(_ missing: [UID], _ answer: Answer) throws {
        let isPassing = answer.refusal?.isPassing == true
        let isItself = missing.count == 1 && !isPassing
        let looks = troubles.noteWithheld(missing.map(place), mayPass: !isItself)
        if isItself, looks.ofFirst >= FetchTroubles.patience { return }
        guard looks.inARow < FetchTroubles.patienceWithServer else { return }
        if isPassing, let refusal = answer.refusal { throw refusal }
        throw MessagesWithheld(count: missing.count)
    }

    /// Asks for all at once, and splits refused requests in half.
    private func ask(for uids: [UID], bodies: Bool = false, _ answer: inout Answer) async throws {
        guard !uids.isEmpty else { return }
        do {
            let body: [FetchItem] = bodies ? [.body(.full, partial: .init(count: Self.bodyOctets))] : []
            let items = MailboxReading.headerItems(of: link.connection, section) + furtherItems + body
            for message in try await link.connection.fetch(UIDSet(uids), items) where message.header != nil {
                answer.messages[message.uid] = message
                troubles.noteSuccess(of: place(message.uid))
            }
        } catch {
            if error.leavesNoConnection { troubles.noteFailure(of: uids.map(place)) }
            guard error.isAboutMessages else { throw error }
            if bodies { return try await ask(for: uids, &answer) }
            answer.refusal = error
            guard uids.count > 1 else {
                if error.isPassing { answer.passing.formUnion(uids) }
                return
            }
            try await ask(for: Array(uids[..<(uids.count / 2)]), &answer)
            try await ask(for: Array(uids[(uids.count / 2)...]), &answer)
        }
    }

    /// Those of `uids` that the server still lists: a message removed meanwhile is no loss.
    private func stillThere(_ uids: [UID]) async throws -> [UID] {
        guard !uids.isEmpty else { return [] }
        do {
            let named = Set(try await link.connection.search(.uid(UIDSet(uids))))
            return uids.filter(named.contains)
        } catch {
            guard error.isAboutMessages else { throw error }
            return uids
        }
    }

    private func place(_ uid: UID) -> FetchTroubles.Place {
        FetchTroubles.Place(role: link.role, uidValidity: link.mailbox.uidValidity, uid: uid)
    }

    /// The messages that must be asked for alone.
    func suspects(among uids: [UID]) -> Set<UID> {
        Set(uids.filter { troubles.isSuspect(place($0)) })
    }
}

extension FetchedMessage {
    /// The whole message, if it came with its header; nil also where it may be longer.
    var shortSource: [UInt8]? {
        sections[.full].flatMap { $0.count < Int(HeaderFetching.bodyOctets) ? $0 : nil }
    }
}

extension IMAPError {
    /// Whether the server refused one command because of its content, on a connection that survived.
    var leavesConnectionOpen: Bool {
        switch self {
        case .no, .bad, .unsupported, .invalidArgument: true
        default: false
        }
    }

    /// A refusal that may be about a single message, and is not a rate limit.
    fileprivate var isAboutMessages: Bool { leavesConnectionOpen && !isThrottling }

    /// Whether nothing more can be asked on the connection.
    var leavesNoConnection: Bool {
        switch self {
        case .bye, .closed, .timedOut, .protocolViolation, .limitExceeded: true
        default: false
        }
    }
}
