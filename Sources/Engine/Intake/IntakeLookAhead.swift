import Correspondence
import IMAP
import Storage

/// The facts that a batch of messages needs, looked up together: the mail that each answers, and the sources of replies among them.
/// Anything missing here is looked up separately.
struct IntakeLookAhead: Sendable {
    /// By UID; nil for a message that was looked up and answers nothing known.
    private(set) var links: [UInt32: OutreachLink?] = [:]
    private(set) var sources: [UInt32: [UInt8]] = [:]

    static let nothing = IntakeLookAhead(sources: [:])

    /// For when nothing is looked up.
    ///
    /// - Parameter sources: the sources that are there already.
    init(sources: [UInt32: [UInt8]]) { self.sources = sources }

    /// - Parameters:
    ///   - known: the sources that are there already.
    ///   - sizes: in octets, by UID; a message without one, or too large to be held with the others, is left for later.
    ///   - octets: the most held at once.
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
        // A single message is fetched when its turn comes.
        guard uids.count > 1 else { return }
        for fetched in try await Self.whole(uids, on: connection) {
            sources[fetched.uid.rawValue] = fetched.sections[.full]
        }
    }

    /// Empty if the server refuses one of them: then each is fetched separately.
    private static func whole(_ uids: [UID], on connection: IMAPConnection) async throws -> [FetchedMessage] {
        do {
            return try await connection.fetch(
                UIDSet(uids), [.body(.full, partial: .init(count: MailboxReading.maxOctets))])
        } catch IMAPError.no, IMAPError.bad {
            return []
        }
    }
}
