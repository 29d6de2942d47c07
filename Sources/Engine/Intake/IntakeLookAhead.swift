import Correspondence
import IMAP
import Storage

/// What a batch of messages needs, asked for together: what each of them answers, and the sources of the replies among them.
/// What is not in here is asked for by itself.
struct IntakeLookAhead: Sendable {
    /// By UID; a message that was asked about and answers nothing known has nil.
    private(set) var links: [UInt32: OutreachLink?] = [:]
    private(set) var sources: [UInt32: [UInt8]] = [:]

    static let nothing = IntakeLookAhead()

    private init() {}

    /// - Parameters:
    ///   - sizes: in octets, by UID; what has none, or is too large to be held with the others, is left for later.
    ///   - octets: that may be held at once.
    init(
        _ messages: [IncomingMessage], sizes: [UInt32: UInt64], octets: Int, in store: Store,
        on connection: IMAPConnection
    ) async throws {
        let found = try await store.messages.links(for: messages)
        for (message, link) in zip(messages, found) { links[message.location.uid] = .some(link) }
        var uids: [UID] = []
        var rest = UInt64(octets)
        for (message, link) in zip(messages, found) where link != nil {
            guard let uid = UID(rawValue: message.location.uid), let size = sizes[message.location.uid],
                size <= min(rest, UInt64(MailboxReading.maxOctets))
            else { continue }
            rest -= size
            uids.append(uid)
        }
        // One by itself is fetched when its turn comes.
        guard uids.count > 1 else { return }
        do {
            let items: [FetchItem] = [.body(.full, partial: .init(count: MailboxReading.maxOctets))]
            for fetched in try await connection.fetch(UIDSet(uids), items) {
                sources[fetched.uid.rawValue] = fetched.sections[.full]
            }
        } catch IMAPError.no, IMAPError.bad {
            // The server refuses one of them: then each is fetched by itself.
        }
    }
}
