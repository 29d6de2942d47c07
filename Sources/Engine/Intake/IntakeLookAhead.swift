import Correspondence
import IMAP
import Storage

/// What a batch of messages needs, asked for together: what each of them answers, and the sources of the replies among them.
/// What is not in here is asked for by itself.
struct IntakeLookAhead: Sendable {
    /// By UID; a message that was asked about and answers nothing known has nil.
    private(set) var links: [UInt32: OutreachLink?] = [:]
    private(set) var sources: [UInt32: [UInt8]] = [:]

    static let nothing = IntakeLookAhead(sources: [:])

    /// Where nothing is asked.
    ///
    /// - Parameter sources: that are there already.
    init(sources: [UInt32: [UInt8]]) { self.sources = sources }

    /// - Parameters:
    ///   - known: sources that are there already.
    ///   - sizes: in octets, by UID; what has none, or is too large to be held with the others, is left for later.
    ///   - octets: that may be held at once.
    init(
        _ messages: [IncomingMessage], knowing known: [UInt32: [UInt8]], sizes: [UInt32: UInt64], octets: Int,
        in store: Store, on connection: IMAPConnection
    ) async throws {
        sources = known
        let found = try await store.messages.links(for: messages)
        for (message, link) in zip(messages, found) { links[message.location.uid] = .some(link) }
        var uids: [UID] = []
        var rest = UInt64(octets)
        for (message, link) in zip(messages, found) where link != nil && known[message.location.uid] == nil {
            guard let uid = UID(rawValue: message.location.uid), let size = sizes[message.location.uid],
                size <= min(rest, UInt64(MailboxReading.maxOctets))
            else { continue }
            rest -= size
            uids.append(uid)
        }
        // One by itself is fetched when its turn comes.
        guard uids.count > 1 else { return }
        for fetched in try await Self.whole(uids, on: connection) {
            sources[fetched.uid.rawValue] = fetched.sections[.full]
        }
    }

    /// Nothing where the server refuses one of them: then each is fetched by itself.
    private static func whole(_ uids: [UID], on connection: IMAPConnection) async throws -> [FetchedMessage] {
        do {
            return try await connection.fetch(
                UIDSet(uids), [.body(.full, partial: .init(count: MailboxReading.maxOctets))])
        } catch IMAPError.no, IMAPError.bad {
            return []
        }
    }
}
