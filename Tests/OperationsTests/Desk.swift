import Correspondence
import Database
import Storage
import Testing
import Timing

@testable import Operations

/// A database in memory with one account that wrote to one creator, and the creator's reply that waits for a decision.
struct Desk: Sendable {
    static let team = EmailAddress("team@mosaic.test")!
    static let creator = EmailAddress("creator@creators.example")!
    static func source(_ words: String) -> [UInt8] {
        Array("From: creator@creators.example\r\nSubject: Re: Hi\r\n\r\n\(words)\r\n".utf8)
    }

    let store: Store
    let conversation: ConversationID

    /// - Parameter words: what the creator replies.
    static func with(
        saying words: String = "Yes, I'm interested!", _ body: (Desk) async throws -> Void
    ) async throws {
        let database = try await SQLiteDatabase.open(path: ":memory:", clock: SystemWallClock())
        try await Migrator(database, Migration.embedded(for: database.dialect)).migrate()
        let desk = try await filling(Store(database: database), saying: words)
        try await body(desk)
        await desk.store.close()
    }

    /// The same in an empty database of one's own.
    static func filling(_ store: Store, saying words: String) async throws -> Desk {
        let account = try await store.accounts.register(account: team, displayName: nil, dailyLimit: 500)
        _ = try await store.sequences.register(
            .collectContact(secondDelay: .seconds(3_600), thirdDelay: .seconds(7_200)))
        let lease = try #require(
            try await store.leases.acquireRights(to: account, holder: "test", for: .seconds(3_600))?.watch)
        try await admitOutreach(of: account, to: store, under: lease)
        return Desk(store: store, conversation: try await admitReply(words, to: account, of: store, under: lease))
    }

    private static func admitOutreach(of account: AccountID, to store: Store, under lease: Lease) async throws {
        let outreach = IncomingMessage(
            location: MessageLocation(account: account, role: .sent, uidValidity: 1, uid: 1),
            messageID: MessageID("outreach@mosaic.test"), inReplyTo: [], from: Correspondent(address: team),
            to: [Correspondent(address: creator)], subject: "Hi",
            receivedAt: try await store.currentTime() - .seconds(60))
        _ = try await store.messages.admitSent([outreach], under: lease)
    }

    private static func admitReply(
        _ words: String, to account: AccountID, of store: Store, under lease: Lease
    ) async throws -> ConversationID {
        let reply = IncomingMessage(
            location: MessageLocation(account: account, role: .inbox, uidValidity: 1, uid: 1),
            messageID: MessageID("reply@creators.example"), inReplyTo: [MessageID("outreach@mosaic.test")!],
            from: Correspondent(address: creator), to: [Correspondent(address: team)], subject: "Re: Hi",
            receivedAt: try await store.currentTime())
        let link = try #require(try await store.messages.link(for: reply))
        let arrival = Arrival.reply(link, source: source(words), isWhole: true, beforeBaseline: false)
        let outcomes = try await store.messages.admit([Admission(reply, arrival)], debounce: .zero, under: lease)
        guard case .pending(let conversation)? = outcomes?.first else {
            throw OperationFailure(.notReady, "the reply was not taken in")
        }
        return conversation
    }

    /// Decides what waits, as it is told.
    func decide(_ decision: Decision, giving contacts: [ContactDetail] = [], text: String = "Yes!") async throws {
        let work = try #require(
            try await store.conversations.claimDecisions(limit: 1, by: "test", lease: .seconds(3_600)).first)
        let replies = work.messages.map {
            DecidedReply(key: $0.key, ownText: text, contacts: contacts, decision: decision)
        }
        _ = try await store.conversations.commit([
            DecidedConversation(work.conversation, decision, on: replies, mayAct: true)
        ])
    }

    /// The first mail, planned.
    func beginSequence() async throws -> MailID {
        try await decide(.startSequence)
        return try #require(try await MailList(of: store).mails.first).id
    }
}
